// SPDX-License-Identifier: Apache-2.0

/// Reads the rows of a small table: fields in quotes or not, lines that end with LF or CR LF.
///
/// Source: RFC 4180, with any separator. Strict: a quote inside of a bare field, or something after
/// a closing quote, is an error.
struct TableReader {
  private let scalars: [Unicode.Scalar]
  private let separator: Unicode.Scalar
  private var index = 0

  init(_ bytes: [UInt8], separator: Unicode.Scalar) throws(MetricsError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .table("it is not UTF-8")
    }
    // Spreadsheets put a byte order mark in front.
    scalars = Array(text.unicodeScalars.dropFirst(text.unicodeScalars.first == "\u{feff}" ? 1 : 0))
    self.separator = separator
  }

  /// All rows; empty lines are none.
  func rows() throws(MetricsError) -> [[String]] {
    var reader = self
    var rows: [[String]] = []
    while reader.index < scalars.count {
      let row = try reader.row()
      if row != [""] { rows.append(row) }
    }
    return rows
  }

  private mutating func row() throws(MetricsError) -> [String] {
    var fields = [try field()]
    while take(separator) { fields.append(try field()) }
    _ = take("\r")
    guard take("\n") || index == scalars.count else {
      throw .table("line \(line): something follows a field")
    }
    return fields
  }

  private mutating func field() throws(MetricsError) -> String {
    if take("\"") { return try quoted() }
    var field = String.UnicodeScalarView()
    while let scalar = current, scalar != separator, scalar != "\n", scalar != "\r" {
      guard scalar != "\"" else { throw .table("line \(line): a quote inside of a field") }
      field.append(scalar)
      index += 1
    }
    return String(field)
  }

  private mutating func quoted() throws(MetricsError) -> String {
    var field = String.UnicodeScalarView()
    while let scalar = current {
      index += 1
      if scalar != "\"" {
        field.append(scalar)
      } else if take("\"") {
        field.append("\"")
      } else {
        return String(field)
      }
    }
    throw .table("line \(line): a quote is never closed")
  }

  private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private var line: Int { scalars.prefix(index).count { $0 == "\n" } + 1 }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    index += 1
    return true
  }
}
