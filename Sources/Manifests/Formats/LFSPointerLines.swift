// SPDX-License-Identifier: Apache-2.0

import Digests

/// The lines of a pointer: keys in a fixed order, extensions anywhere between them.
struct LFSPointerLines {
  private var lines: ArraySlice<(number: Int, text: String)>
  private var extensions: [String] = []
  /// The number of the line that was read last, from 1.
  private(set) var number = 0

  init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    self.lines =
      lines.enumerated().compactMap { index, line in
        let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return text.isEmpty ? nil : (index + 1, String(decoding: text, as: UTF8.self))
      }[...]
  }

  /// The value of the key that must come next.
  mutating func value(of expected: String) throws(ManifestError) -> String {
    while let line = lines.popFirst() {
      number = line.number
      guard let space = line.text.firstIndex(of: " ") else {
        throw ManifestError("a line of a pointer is a key, a space and a value", line: number)
      }
      let key = line.text[..<space]
      if key == expected { return String(line.text[line.text.index(after: space)...]) }
      try addExtension(line.text, key, expected)
    }
    throw ManifestError("the key '\(expected)' is missing", line: number)
  }

  /// Checks that no line remains, and gives the extensions.
  mutating func end() throws(ManifestError) -> [String] {
    if let line = lines.first {
      throw ManifestError("nothing may follow the size", line: line.number)
    }
    return extensions
  }

  private mutating func addExtension(_ line: String, _ key: Substring, _ expected: String)
    throws(ManifestError)
  {
    let parts = key.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "ext", parts[1].count == 1, UInt8(parts[1]) != nil,
      let first = parts[2].unicodeScalars.first, Self.isWordCharacter(first)
    else {
      throw ManifestError("'\(key.prefix(40))' where '\(expected)' is needed", line: number)
    }
    let value = String(line.dropFirst(key.count + 1))
    guard let digest = Digest(value), digest.algorithm == .sha256, digest.description == value
    else {
      throw ManifestError("the extension '\(key.prefix(40))' has no SHA-256", line: number)
    }
    guard !extensions.contains(where: { $0.hasPrefix("ext-\(parts[1])-") }) else {
      throw ManifestError("two extensions have the priority \(parts[1])", line: number)
    }
    extensions.append(line)
  }

  private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
      || scalar == "_"
  }
}
