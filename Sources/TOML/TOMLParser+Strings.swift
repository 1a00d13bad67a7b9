// SPDX-License-Identifier: Apache-2.0

/// The four kinds of text.
extension TOMLParser {
  mutating func basicString() throws(TOMLError) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = current {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      case UInt8(ascii: "\t"): text.append(byte)
      default:
        guard !Self.isControl(byte) else { throw error("a string holds a control character") }
        text.append(byte)
      }
    }
    throw error("a string does not end")
  }

  mutating func literalString() throws(TOMLError) -> String {
    index += 1
    let text = takeWhile {
      $0 != UInt8(ascii: "'") && ($0 == UInt8(ascii: "\t") || !Self.isControl($0))
    }
    guard take("'") else { throw error("a string does not end") }
    return String(decoding: text, as: UTF8.self)
  }

  /// Text over several lines; up to two quotes may stand before the three that end it.
  mutating func longString(isBasic: Bool) throws(TOMLError) -> String {
    let quote = UInt8(ascii: isBasic ? "\"" : "'")
    index += 3
    if isAtLineEnd { index += startsWith("\n") ? 1 : 2 }
    var text: [UInt8] = []
    while let byte = current {
      if byte == quote {
        let quotes = quotes(quote)
        index += quotes
        text += Array(repeating: quote, count: quotes >= 3 ? quotes - 3 : quotes)
        if quotes >= 3 { return String(decoding: text, as: UTF8.self) }
      } else if isAtLineEnd {
        index += byte == UInt8(ascii: "\n") ? 1 : 2
        text.append(UInt8(ascii: "\n"))
      } else if byte == UInt8(ascii: "\\"), isBasic {
        index += 1
        if try !skipFold() { text += try escape() }
      } else {
        guard byte == UInt8(ascii: "\t") || !Self.isControl(byte) else {
          throw error("a string holds a control character")
        }
        index += 1
        text.append(byte)
      }
    }
    throw error("a string does not end")
  }

  /// How many quotes are next, five at most.
  private func quotes(_ quote: UInt8) -> Int {
    bytes[index...].prefix(5).prefix { $0 == quote }.count
  }

  /// Steps over the rest of a line that ends in a backslash, and the blanks that follow.
  private mutating func skipFold() throws(TOMLError) -> Bool {
    let start = index
    skipBlanks()
    guard isAtLineEnd else {
      guard index == start else { throw error("a backslash stands before a blank") }
      return false
    }
    while isAtLineEnd {
      index += startsWith("\n") ? 1 : 2
      skipBlanks()
    }
    return true
  }

  /// What a backslash and what follows it stand for.
  private mutating func escape() throws(TOMLError) -> [UInt8] {
    guard let byte = current else { throw error("a string does not end") }
    index += 1
    switch byte {
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [byte]
    case UInt8(ascii: "u"): return try scalar(digits: 4)
    case UInt8(ascii: "U"): return try scalar(digits: 8)
    default: throw error("a backslash stands before something that it does not change")
    }
  }

  private mutating func scalar(digits: Int) throws(TOMLError) -> [UInt8] {
    let word = bytes[index...].prefix(digits)
    guard word.count == digits, word.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let number = UInt32(String(decoding: word, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(number)
    else { throw error("an escape names no character") }
    index += digits
    return Array(String(Character(scalar)).utf8)
  }
}
