// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// One line of a checksum list as coreutils writes it, without its newline.
///
/// A name that holds a backslash, LF or CR is written with `\\`, `\n` and `\r` in it, and such a
/// line starts with one more backslash.
struct NativeLine {
  static let digestLength = 64
  /// No path is nearly as long, in bytes, and none that is should be said in full.
  static let longestName = 1 << 16
  private static let backslash = UInt8(ascii: "\\")
  private static let space = UInt8(ascii: " ")

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

  /// Where the parts of a line stand in a text; the line was checked before.
  struct Place: Sendable {
    let isEscaped: Bool
    let hex: Range<Int>
    /// The name as it is written.
    let name: Range<Int>

    /// A line from one place up to, and without, its newline.
    @inline(__always)
    init(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
      isEscaped = start < end && text[start] == NativeLine.backslash
      let first = isEscaped ? start + 1 : start
      let middle = min(first + NativeLine.digestLength, end)
      hex = min(first, middle)..<middle
      name = min(middle + 2, end)..<end
    }
  }

  /// Checks a line that nothing in is escaped; nil when something is, or may be, and of a few other
  /// lines.
  ///
  /// That is nearly every line, and this looks at it without a slice.
  static func checkPlain(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Place? {
    let place = Place(text, start, end)
    guard !place.isEscaped, place.hex.count == digestLength, place.name.lowerBound < end,
      place.name.count <= longestName,
      Hex.isLowerCase(text.extracting(place.hex)),
      text[place.name.lowerBound - 2] == space, text[place.name.lowerBound - 1] == space
    else { return nil }
    return isPlain(text.extracting(place.name)) ? place : nil
  }

  /// Whether a name is beneath the root and needs no escapes; false also of some that are.
  ///
  /// Components that begin with a dot are left to those who look closely.
  @inline(__always)
  private static func isPlain(_ name: Span<UInt8>) -> Bool {
    var previous = UInt8(ascii: "/")
    var isPlain = true
    for index in name.indices {
      let byte = name[index]
      if byte < 0x20 || byte == 0x7f || byte == backslash { isPlain = false }
      if previous == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") {
        isPlain = false
      }
      previous = byte
    }
    return isPlain && previous != UInt8(ascii: "/")
  }

  /// Checks a line.
  init(checking line: ArraySlice<UInt8>) throws(Defect) {
    self.init(line)
    guard hex.count == Self.digestLength, Hex.isLowerCase(hex.span) else { throw .digest }
    let separator = line[hex.endIndex...].prefix(2)
    guard separator.elementsEqual("  ".utf8) else { throw .separator }
    try checkName()
  }

  /// The name of a line that was checked.
  static func name(at place: Place, in text: [UInt8]) -> [UInt8] {
    Array(place.isEscaped ? unescaped(text[place.name])[...] : text[place.name])
  }

  /// Which of two lines' names comes first.
  static func order(_ one: Place, _ other: Place, in text: [UInt8]) -> Int {
    guard one.isEscaped || other.isEscaped else {
      return ByteOrder.compare(text.span.extracting(one.name), text.span.extracting(other.name))
    }
    return ByteOrder.compare(name(at: one, in: text)[...], name(at: other, in: text)[...])
  }

  /// The name itself; a copy only when there are escapes.
  var name: ArraySlice<UInt8> { isEscaped ? Self.unescaped(writtenName)[...] : writtenName }

  private static func unescaped(_ writtenName: ArraySlice<UInt8>) -> [UInt8] {
    var name: [UInt8] = []
    var isAfterBackslash = false
    for byte in writtenName {
      if isAfterBackslash {
        name.append(escaped(byte) ?? byte)
        isAfterBackslash = false
      } else if byte == backslash {
        isAfterBackslash = true
      } else {
        name.append(byte)
      }
    }
    return name
  }

  private func checkName() throws(Defect) {
    guard writtenName.count <= Self.longestName else { throw .length }
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

  /// Adds a line to a text, or answers false when the name holds what no escape stands for.
  static func write(_ digest: Digest, _ path: RelativePath, to text: inout [UInt8]) -> Bool {
    guard canWrite(path) else { return false }
    let name = written(path)
    if name.count != path.bytes.count { text.append(backslash) }
    Hex.append(digest.bytes.span, to: &text)
    text += [space, space]
    text += name
    text.append(UInt8(ascii: "\n"))
    return true
  }

  /// A name with its escapes; longer than the name when there are any.
  static func written(_ path: RelativePath) -> [UInt8] {
    guard path.bytes.contains(where: { letter(for: $0) != nil }) else { return path.bytes }
    var text: [UInt8] = []
    for byte in path.bytes {
      if let letter = letter(for: byte) { text += [backslash, letter] } else { text.append(byte) }
    }
    return text
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
    case digest, separator, escape, bareBackslash, needlessBackslash, path, length
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
      case .length: "the path is longer than \(NativeLine.longestName) bytes"
      case .control(let byte): "the path holds the control byte \(byte), which is not escaped"
      }
    }
  }
}
