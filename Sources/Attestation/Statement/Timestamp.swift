// SPDX-License-Identifier: Apache-2.0

/// A point in time as RFC 3339 text.
public struct Timestamp: Hashable, Sendable, CustomStringConvertible {
  /// The text, for example `2026-03-01T09:30:00Z`.
  public let description: String

  /// Writes whole seconds since 1970 in UTC; nil outside of the years 0 to 9999.
  public init?(secondsSinceEpoch seconds: Int64) {
    guard (-62_167_219_200...253_402_300_799).contains(seconds) else { return nil }
    // Division that rounds down, also before 1970.
    let day = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    let second = Int(seconds) - day * 86_400
    let (year, month, dayOfMonth) = Self.date(daysSinceEpoch: day)
    let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(dayOfMonth, 2))"
    let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }
    description = date + "T" + clock.joined(separator: ":") + "Z"
  }

  /// Checks a text against the grammar of RFC 3339 section 5.6 and the ranges of its fields.
  public init?(_ text: String) {
    var reader = Reader(rest: text.utf8[...])
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), reader.take("T"),
      let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
      reader.take(":"), let second = reader.number(2), reader.takeFraction(), reader.takeOffset(),
      reader.rest.isEmpty
    else { return nil }
    guard (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    description = text
  }

  /// The Gregorian date, by eras of 400 years that start on the first of March.
  private static func date(daysSinceEpoch: Int) -> (Int, Int, Int) {
    let days = daysSinceEpoch + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    switch month {
    case 2: return isLeap ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private struct Reader {
    var rest: Substring.UTF8View

    mutating func number(_ width: Int) -> Int? {
      let digits = rest.prefix(width)
      guard digits.count == width, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
      }
      rest = rest.dropFirst(width)
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard let first = rest.first, UInt32(first) == character.value else { return false }
      rest = rest.dropFirst()
      return true
    }

    mutating func takeFraction() -> Bool {
      guard take(".") else { return true }
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      return (1...9).contains(digits.count)
    }

    mutating func takeOffset() -> Bool {
      if take("Z") { return true }
      guard take("+") || take("-"), let hour = number(2), take(":"), let minute = number(2) else {
        return false
      }
      return hour < 24 && minute < 60
    }
  }
}
