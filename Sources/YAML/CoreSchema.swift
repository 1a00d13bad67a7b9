// SPDX-License-Identifier: Apache-2.0

/// How plain scalars are understood: YAML 1.2.2, section 10.3.2.
enum CoreSchema {
  /// What a plain scalar is; the raw value is for messages.
  enum Kind: String {
    case null
    case bool = "a boolean"
    case integer = "an integer"
    case float = "a number"
    case string = "a string"
  }

  static func kind(of text: String) -> Kind {
    if isNull(text) { return .null }
    if bool(text) != nil { return .bool }
    if isInteger(text) { return .integer }
    return special(text) != nil || isFloat(text) ? .float : .string
  }

  static func isNull(_ text: String) -> Bool {
    switch text {
    case "", "~", "null", "Null", "NULL": true
    default: false
    }
  }

  static func bool(_ text: String) -> Bool? {
    switch text {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  static func integer(_ text: String) -> Int64? {
    guard isInteger(text) else { return nil }
    if text.hasPrefix("0o") { return Int64(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16) }
    return Int64(text)
  }

  static func double(_ text: String) -> Double? {
    if let special = special(text) { return special }
    if let integer = integer(text) { return Double(integer) }
    guard isFloat(text), let value = Double(text), value.isFinite else { return nil }
    return value
  }

  private static func special(_ text: String) -> Double? {
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .infinity
    case "-.inf", "-.Inf", "-.INF": -.infinity
    case ".nan", ".NaN", ".NAN": .nan
    default: nil
    }
  }

  // `[-+]? [0-9]+`, `0o [0-7]+` or `0x [0-9a-fA-F]+`.
  private static func isInteger(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    if text.hasPrefix("0o") || text.hasPrefix("0x") {
      rest = rest.dropFirst(2)
      let isOctal = text.hasPrefix("0o")
      return take(&rest, isOctal ? isOctalDigit : isHexadecimalDigit) > 0 && rest.isEmpty
    }
    takeSign(&rest)
    return take(&rest, isDigit) > 0 && rest.isEmpty
  }

  // `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func isFloat(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    takeSign(&rest)
    var digits = take(&rest, isDigit)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      digits += take(&rest, isDigit)
    }
    guard digits > 0 else { return false }
    guard let mark = rest.popFirst() else { return true }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
    takeSign(&rest)
    return take(&rest, isDigit) > 0 && rest.isEmpty
  }

  private static func takeSign(_ rest: inout Substring.UTF8View) {
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
  }

  /// Drops what fits from the front, and says how many bytes that was.
  private static func take(_ rest: inout Substring.UTF8View, _ fits: (UInt8) -> Bool) -> Int {
    let taken = rest.prefix(while: fits).count
    rest = rest.dropFirst(taken)
    return taken
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
  private static func isOctalDigit(_ byte: UInt8) -> Bool { 0x30...0x37 ~= byte }
  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || 0x41...0x46 ~= byte || 0x61...0x66 ~= byte
  }
}
