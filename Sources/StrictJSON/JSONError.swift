// SPDX-License-Identifier: Apache-2.0

public import Findings

/// Why a text is not the JSON that both sides would read the same way, and where.
public struct JSONError: ExplainedError, Hashable {
  /// What is wrong with a text.
  public enum Problem: Hashable, Sendable {
    /// Something else is needed here.
    case unexpected(UInt8, expected: String)
    /// The text ends too early.
    case unexpectedEnd(expected: String)
    /// A number with a leading zero, a bare sign or point, or an empty exponent.
    case badNumber
    /// A backslash before something that RFC 8259 section 7 does not list.
    case badEscape
    /// Half of a UTF-16 surrogate pair, written as an escape.
    case loneSurrogate
    /// A byte below 0x20 inside a string.
    case controlCharacter(UInt8)
    /// Bytes that are not UTF-8: truncated, overlong, a surrogate or beyond U+10FFFF.
    case invalidUTF8
    /// U+FEFF at the start, which RFC 8259 section 8.1 forbids.
    case byteOrderMark
    /// Two members of one object have this name.
    case duplicateName(String)
    /// Something follows the value.
    case trailingBytes
    /// The text is longer than the limit.
    case tooManyBytes(limit: Int)
    /// Lists and objects are nested deeper than the limit.
    case tooDeep(limit: Int)
    /// The text holds more values than the limit.
    case tooManyValues(limit: Int)
  }

  /// What is wrong.
  public let problem: Problem
  /// Where, in bytes from the start of the text.
  public let offset: Int
  /// The line, from 1.
  public let line: Int
  /// The column in UTF-8 bytes, from 1.
  public let column: Int

  init(_ problem: Problem, at offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    self.problem = problem
    self.offset = offset
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    column = offset - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
  }

  /// For example `line 2, column 9 (byte 31): the name 'sha256' appears twice in one object`.
  public var message: String {
    "line \(line), column \(column) (byte \(offset)): \(problem.description)"
  }
}

extension JSONError.Problem: CustomStringConvertible {
  /// The problem in words.
  public var description: String {
    switch self {
    case .unexpected(let byte, let expected): "\(Self.name(byte)) where \(expected) is needed"
    case .unexpectedEnd(let expected): "the text ends where \(expected) is needed"
    case .badNumber: "not a number as JSON writes it"
    case .badEscape: "an escape that JSON does not have"
    case .loneSurrogate: "an escape for half of a surrogate pair"
    case .controlCharacter(let byte): "\(Self.name(byte)) inside a string must be escaped"
    case .invalidUTF8: "not UTF-8"
    case .byteOrderMark: "a byte order mark is not allowed"
    case .duplicateName(let name): "the name '\(Self.printable(name))' appears twice in one object"
    case .trailingBytes: "something follows the end of the value"
    case .tooManyBytes(let limit): "the text is longer than \(limit) bytes"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooManyValues(let limit): "more than \(limit) values"
    }
  }

  private static func name(_ byte: UInt8) -> String {
    guard byte > 0x20, byte < 0x7f else {
      return "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "'\(Character(UnicodeScalar(byte)))'"
  }

  /// A foreign name as a terminal may see it: short, and nothing in it steers the terminal.
  static func printable(_ name: String) -> String {
    let start = String(name.unicodeScalars.prefix(60))
    return PrintableText.escape(start) + (name.unicodeScalars.count > 60 ? "…" : "")
  }
}
