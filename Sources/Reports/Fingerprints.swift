// SPDX-License-Identifier: Apache-2.0

import Findings

/// Names for findings that stay the same from run to run, so that a platform can tell old from new.
///
/// Rule, path and message count, lines don't, since code above moves them. Findings that agree in
/// all of these are told apart by their number.
struct Fingerprints {
  private var seen: [UInt64: Int] = [:]

  /// The next finding's name: 16 hexadecimal digits and, from the second on, its number.
  mutating func next(_ finding: Finding) -> String {
    let path = finding.location?.path ?? ""
    let hash = Self.hash([finding.rule, path, finding.message])
    let number = seen[hash, default: 0] + 1
    seen[hash] = number
    let digits = String(hash, radix: 16)
    let name = String(repeating: "0", count: 16 - digits.count) + digits
    return number == 1 ? name : "\(name)-\(number)"
  }

  /// FNV-1a with 64 bits over the texts, each ended by a byte that UTF-8 does not have.
  ///
  /// Nothing hangs on it being hard to forge: it only matches findings with those of another run.
  private static func hash(_ texts: [String]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for text in texts {
      for byte in Array(text.utf8) + [0xff] {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    return hash
  }
}
