// SPDX-License-Identifier: Apache-2.0

import Files

/// Names that look the same and are not: the same letters, composed in one and not in the other.
struct NameTwins {
  private let doubled: Set<String>

  /// Finds them among the paths of a report.
  init(_ paths: [RelativePath]) {
    var seen: [String: RelativePath] = [:]
    var doubled: Set<String> = []
    // Swift's texts are equal when their letters are, however these are composed.
    for path in paths where !path.isASCII {
      guard let text = path.text else { continue }
      if let other = seen.updateValue(path, forKey: text), other != path { doubled.insert(text) }
    }
    self.doubled = doubled
  }

  /// A path for people, followed by how it is composed where that is all that tells it apart.
  func written(_ path: RelativePath) -> String {
    guard let text = path.text, doubled.contains(text) else { return "\(path)" }
    let letters = path.bytes.map { byte in
      byte < 0x80 ? String(UnicodeScalar(byte)) : "\\" + Self.octal(byte)
    }
    return "\(path) (\(letters.joined()))"
  }

  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}

extension RelativePath {
  fileprivate var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }
}
