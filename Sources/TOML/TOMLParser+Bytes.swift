// SPDX-License-Identifier: Apache-2.0

/// Steps over the bytes that every rule of the grammar shares.
extension TOMLParser {
  /// The next byte; nil at the end.
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  var isAtLineEnd: Bool { startsWith("\n") || startsWith("\r\n") }

  func startsWith(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  /// Steps over one byte when it is next.
  mutating func take(_ character: Character) -> Bool {
    guard let byte = current, byte == character.asciiValue else { return false }
    index += 1
    return true
  }

  mutating func takeWhile(_ isWanted: (UInt8) -> Bool) -> [UInt8] {
    let start = index
    while let byte = current, isWanted(byte) { index += 1 }
    return Array(bytes[start..<index])
  }

  mutating func skipBlanks() {
    while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
  }

  /// Steps over blanks, comments and line ends.
  mutating func skipLines() throws(TOMLError) {
    while true {
      skipBlanks()
      try skipComment()
      guard isAtLineEnd else { return }
      index += startsWith("\n") ? 1 : 2
    }
  }

  mutating func skipComment() throws(TOMLError) {
    guard current == UInt8(ascii: "#") else { return }
    while let byte = current, !isAtLineEnd {
      guard byte == UInt8(ascii: "\t") || !Self.isControl(byte) else {
        throw error("a comment holds a control character")
      }
      index += 1
    }
  }

  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7f }

  func error(_ problem: String) -> TOMLError {
    let lines = bytes.prefix(index).count { $0 == UInt8(ascii: "\n") }
    return TOMLError(problem: problem, line: lines + 1)
  }
}
