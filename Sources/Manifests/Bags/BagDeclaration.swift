// SPDX-License-Identifier: Apache-2.0

import Files

/// The two lines of `bagit.txt`.
struct BagDeclaration {
  /// Encodings in which ASCII is what it is in UTF-8.
  private static let others: Set<String> = [
    "ASCII", "US-ASCII", "ISO-8859-1", "ISO-8859-15", "LATIN-1", "LATIN1", "WINDOWS-1252",
  ]

  private let version: (major: Int, minor: Int)
  private let isUTF8: Bool

  var isAtLeast1: Bool { version.major >= 1 }

  init(_ bytes: [UInt8]) throws(ManifestError) {
    let fields = BagFields(bytes)
    guard let text = fields["bagit-version"] else {
      throw ManifestError("'bagit.txt' has no 'BagIt-Version'")
    }
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 2, let major = Int(numbers[0]), let minor = Int(numbers[1]),
      (major, minor) == (1, 0) || major == 0 && (93...97).contains(minor)
    else { throw ManifestError("version '\(text)' of BagIt is not known") }
    version = (major, minor)
    let encoding = fields["tag-file-character-encoding"]?.uppercased() ?? ""
    isUTF8 = encoding == "UTF-8"
    guard isUTF8 || Self.others.contains(encoding) else {
      throw ManifestError("the tag files are not said to be UTF-8")
    }
  }

  /// Refuses a manifest whose names would have to be converted.
  func check(_ bytes: [UInt8], of manifest: RelativePath) throws(ManifestError) {
    guard isUTF8 || bytes.allSatisfy({ $0 < 0x80 }) else {
      throw ManifestError("'\(manifest)' has names that are not said to be UTF-8")
    }
  }

  /// A path as it is, without what this version of BagIt encodes.
  func decoded(_ written: ArraySlice<UInt8>) -> [UInt8] {
    guard written.contains(UInt8(ascii: "%")) else { return Array(written) }
    var path: [UInt8] = []
    var rest = written
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let code = code(rest.prefix(2)) {
        path.append(code)
        rest = rest.dropFirst(2)
      } else {
        path.append(byte)
      }
    }
    return path
  }

  private func code(_ digits: ArraySlice<UInt8>) -> UInt8? {
    switch String(decoding: digits, as: UTF8.self).uppercased() {
    case "0A": 0x0a
    case "0D": 0x0d
    case "25" where isAtLeast1: UInt8(ascii: "%")
    default: nil
    }
  }
}

/// `Label: value` lines of a bag's tag files; lines that start with a blank continue the one before.
struct BagFields {
  private var values: [String: String] = [:]

  init(_ bytes: [UInt8]) {
    var last: String?
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      if line.first?.isWhitespace == true, let last {
        values[last, default: ""] += " " + line.trimmed
      } else if let colon = line.firstIndex(of: ":") {
        let label = String(line[..<colon]).trimmed.lowercased()
        if values[label] == nil { values[label] = line[line.index(after: colon)...].trimmed }
        last = label
      }
    }
  }

  /// The first value of a label, which is given in lower case.
  subscript(label: String) -> String? { values[label] }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

/// `Payload-Oxum`: how many bytes and files the payload has.
struct BagTotal {
  let bytes: Int64
  let files: Int

  /// Nil when `bag-info.txt` does not say it.
  init?(bagInfo: [UInt8]) throws(ManifestError) {
    guard let text = BagFields(bagInfo)["payload-oxum"] else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Int64(parts[0]), let files = Int(parts[1]) else {
      throw ManifestError("'bag-info.txt' has the Payload-Oxum '\(text)', which is not B.F")
    }
    self.bytes = bytes
    self.files = files
  }
}
