// SPDX-License-Identifier: Apache-2.0

/// Values without quotes or brackets.
enum TOMLScalar {
  static func value(_ word: [UInt8]) -> TOMLValue? {
    switch String(decoding: word, as: UTF8.self) {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "inf", "+inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    case "nan", "+nan", "-nan": return .float(.nan)
    case let text:
      if isTime(word) { return .time(text) }
      return prefixed(text) ?? decimal(text)
    }
  }

  /// `2026-01-31`; months and days are not looked up in a calendar.
  static func isDate(_ word: [UInt8]) -> Bool { matches(word[...], "dddd-dd-dd") }

  private static func isTime(_ word: [UInt8]) -> Bool {
    if isDate(word) { return true }
    guard word.count > 10, isDate(Array(word.prefix(10))) else { return isClock(word[...]) == 0 }
    guard "Tt".utf8.contains(word[10]), let rest = isClock(word.dropFirst(11)) else { return false }
    let zone = word.suffix(rest)
    return zone.isEmpty || zone.elementsEqual("Z".utf8) || zone.elementsEqual("z".utf8)
      || matches(zone, "+dd:dd") || matches(zone, "-dd:dd")
  }

  /// How many bytes follow `hh:mm:ss` and its fraction; nil when it is none.
  private static func isClock(_ word: ArraySlice<UInt8>) -> Int? {
    guard word.count >= 8, matches(word.prefix(8), "dd:dd:dd") else { return nil }
    let rest = word.dropFirst(8)
    guard rest.first == UInt8(ascii: ".") else { return rest.count }
    let fraction = rest.dropFirst().prefix { isDigit($0) }
    return fraction.isEmpty ? nil : rest.count - 1 - fraction.count
  }

  /// Hexadecimal, octal and binary integers.
  private static func prefixed(_ text: String) -> TOMLValue? {
    let radix =
      switch text.prefix(2) {
      case "0x": 16
      case "0o": 8
      case "0b": 2
      default: 0
      }
    guard radix > 0, let digits = joined(text.dropFirst(2)),
      digits.first.map({ $0 != "+" && $0 != "-" }) ?? false
    else { return nil }
    return Int64(digits, radix: radix).map(TOMLValue.integer)
  }

  private static func decimal(_ text: String) -> TOMLValue? {
    let unsigned = text.first.map { "+-".contains($0) } ?? false ? text.dropFirst() : text[...]
    let whole = unsigned.prefix { $0 != "." && $0 != "e" && $0 != "E" }
    guard isNumber(whole), whole.count == 1 || !whole.hasPrefix("0") else { return nil }
    var rest = unsigned.dropFirst(whole.count)
    guard let plain = joined(text) else { return nil }
    if rest.isEmpty { return Int64(plain).map(TOMLValue.integer) }
    if rest.hasPrefix(".") {
      let fraction = rest.dropFirst().prefix { $0 != "e" && $0 != "E" }
      guard isNumber(fraction) else { return nil }
      rest = rest.dropFirst(fraction.count + 1)
    }
    if !rest.isEmpty {
      rest = rest.dropFirst()
      guard isNumber(rest.first.map { "+-".contains($0) } ?? false ? rest.dropFirst() : rest) else {
        return nil
      }
    }
    return Double(plain).map(TOMLValue.float)
  }

  /// Digits, with single underscores between them.
  private static func isNumber(_ text: Substring) -> Bool {
    guard let digits = joined(text) else { return false }
    return !digits.isEmpty && digits.utf8.allSatisfy(isDigit)
  }

  /// Without its underscores; nil when one is not between two digits.
  private static func joined(_ text: some StringProtocol) -> String? {
    let bytes = Array(text.utf8)
    for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
      guard place > 0, place + 1 < bytes.count,
        Character(Unicode.Scalar(bytes[place - 1])).isHexDigit,
        Character(Unicode.Scalar(bytes[place + 1])).isHexDigit
      else { return nil }
    }
    return String(text.filter { $0 != "_" })
  }

  private static func matches(_ word: ArraySlice<UInt8>, _ shape: String) -> Bool {
    word.count == shape.utf8.count
      && zip(word, shape.utf8).allSatisfy { byte, mark in
        mark == UInt8(ascii: "d") ? isDigit(byte) : byte == mark
      }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
