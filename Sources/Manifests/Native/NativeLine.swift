// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// One line of a checksum list as coreutils writes it, without its newline.
///
/// A name that holds a backslash, LF or CR is written with `\\`, `\n` and `\r` in it, and such a
/// line starts with one more backslash.
struct NativeLine {
  static let digestLength = 64
  private static let backslash = UInt8(ascii: "\\")

  /// The digest in hexadecimal.
  let hex: ArraySlice<UInt8>
  /// The name as it is written, escapes included.
  let writtenName: ArraySlice<UInt8>
  /// Whether the name is written with escapes.
  let isEscaped: Bool

  /// Divides a line that was checked before.
  init(_ line: ArraySlice<UInt8>) {
    isEscaped = line.first == Self.backslash
    let content = isEscaped ? line.dropFirst() : line
    hex = content.prefix(Self.digestLength)
    writtenName = content.dropFirst(Self.digestLength + 2)
  }

  /// Checks a line.
  init(checking line: ArraySlice<UInt8>) throws(Defect) {
    self.init(line)
    guard hex.count == Self.digestLength, hex.allSatisfy(Self.isLowerHex) else {
      throw .digest
    }
    let separator = line[hex.endIndex...].prefix(2)
    guard separator.elementsEqual("  ".utf8) else { throw .separator }
    try checkName()
  }

  /// The name itself; a copy only when there are escapes.
  var name: ArraySlice<UInt8> {
    guard isEscaped else { return writtenName }
    var name: [UInt8] = []
    var isAfterBackslash = false
    for byte in writtenName {
      if isAfterBackslash {
        name.append(Self.escaped(byte) ?? byte)
        isAfterBackslash = false
      } else if byte == Self.backslash {
        isAfterBackslash = true
      } else {
        name.append(byte)
      }
    }
    return name[...]
  }

  private func checkName() throws(Defect) {
    var escapes = 0
    var isAfterBackslash = false
    for byte in writtenName {
      if isAfterBackslash {
        guard Self.escaped(byte) != nil else { throw .escape }
        isAfterBackslash = false
      } else if byte == Self.backslash {
        guard isEscaped else { throw .bareBackslash }
        isAfterBackslash = true
        escapes += 1
      } else if byte < 0x20 || byte == 0x7f {
        throw .control(byte)
      }
    }
    guard !isAfterBackslash else { throw .escape }
    guard isEscaped == (escapes > 0) else { throw .needlessBackslash }
    guard RelativePath.isBeneathRoot(name) else { throw .path }
  }

  /// What an escape stands for.
  private static func escaped(_ letter: UInt8) -> UInt8? {
    switch letter {
    case backslash: backslash
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    default: nil
    }
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")
  }

  /// Adds a line to a text, or answers false when the name holds what no escape stands for.
  static func write(_ digest: Digest, _ path: RelativePath, to text: inout [UInt8]) -> Bool {
    guard canWrite(path) else { return false }
    if path.bytes.contains(where: { letter(for: $0) != nil }) { text.append(backslash) }
    text += digest.hex.utf8
    text += "  ".utf8
    for byte in path.bytes {
      if let letter = letter(for: byte) { text += [backslash, letter] } else { text.append(byte) }
    }
    text.append(UInt8(ascii: "\n"))
    return true
  }

  /// Whether a path has no control byte but LF and CR.
  static func canWrite(_ path: RelativePath) -> Bool {
    path.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || letter(for: $0) != nil }
  }

  /// What stands after the backslash for a byte that is escaped.
  private static func letter(for byte: UInt8) -> UInt8? {
    switch byte {
    case backslash: backslash
    case UInt8(ascii: "\n"): UInt8(ascii: "n")
    case UInt8(ascii: "\r"): UInt8(ascii: "r")
    default: nil
    }
  }
}

extension NativeLine {
  /// What is wrong with a line.
  enum Defect: Error, Equatable {
    case digest, separator, escape, bareBackslash, needlessBackslash, path
    case control(UInt8)

    var reason: String {
      switch self {
      case .digest: "it does not start with 64 lower-case hexadecimal digits"
      case .separator: "two spaces must follow the digest"
      case .escape: "a backslash in the path must be followed by a backslash, 'n' or 'r'"
      case .bareBackslash:
        "a path with a backslash must be escaped, and the line start with a backslash"
      case .needlessBackslash: "the line starts with a backslash, but nothing in it is escaped"
      case .path: "the path is absolute, or has an empty, '.' or '..' component"
      case .control(let byte): "the path holds the control byte \(byte), which is not escaped"
      }
    }
  }
}
