// SPDX-License-Identifier: Apache-2.0

/// A JSON number, kept as it is written so that neither digits nor range are lost.
///
/// Two numbers are equal when their literals are: `1`, `1.0` and `1e0` are three numbers.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
  /// The number as RFC 8259 section 6 spells it; ASCII.
  public let literal: String

  /// Checks a literal, or returns nil when JSON has no such number.
  public init?(literal: String) {
    let bytes = Array(literal.utf8)
    guard Self.end(in: bytes, from: 0) == bytes.count else { return nil }
    self.literal = literal
  }

  /// Writes an integer.
  public init(_ value: some FixedWidthInteger) {
    literal = String(value)
  }

  /// Writes the shortest literal that reads as the same `Double`; nil for infinities and NaN.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    literal = value.description
  }

  init(checked literal: String) {
    self.literal = literal
  }

  /// The value when the literal is an integer (no fraction, no exponent) that fits in 64 bits.
  public var integer: Int64? { Int64(literal) }

  /// The nearest `Double`; nil when the number is beyond its range.
  public var double: Double? { Double(literal).flatMap { $0.isFinite ? $0 : nil } }

  /// The literal.
  public var description: String { literal }

  /// Where the number that starts at `start` ends; nil when none starts there.
  ///
  /// A number with a leading zero ends after the zero, as the grammar has it.
  static func end(in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    if byte(bytes, index) == UInt8(ascii: "-") { index += 1 }
    if byte(bytes, index) == UInt8(ascii: "0") {
      index += 1
    } else {
      guard let end = digits(bytes, index) else { return nil }
      index = end
    }
    if byte(bytes, index) == UInt8(ascii: ".") {
      guard let end = digits(bytes, index + 1) else { return nil }
      index = end
    }
    guard let letter = byte(bytes, index), letter | 0x20 == UInt8(ascii: "e") else { return index }
    let sign = byte(bytes, index + 1)
    let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    return digits(bytes, index + (isSigned ? 2 : 1))
  }

  private static func byte(_ bytes: [UInt8], _ index: Int) -> UInt8? {
    index < bytes.count ? bytes[index] : nil
  }

  /// Where the run of at least one digit ends.
  private static func digits(_ bytes: [UInt8], _ start: Int) -> Int? {
    var index = start
    while let digit = byte(bytes, index), digit >= 0x30, digit <= 0x39 { index += 1 }
    return index > start ? index : nil
  }
}
