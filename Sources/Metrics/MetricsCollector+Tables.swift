// SPDX-License-Identifier: Apache-2.0

/// Tables of numbers, with a header, as RFC 4180 writes them.
extension MetricsCollector {
  mutating func take(table bytes: [UInt8], separator: Unicode.Scalar) throws(MetricsError) {
    var rows = try TableReader(bytes, separator: separator).rows()[...]
    guard let header = rows.popFirst() else { throw .noNumber }
    for row in rows where row.count != header.count {
      throw .table("a row has \(row.count) fields, the header \(header.count)")
    }
    if header.count == 2, header[1].lowercased() == "value" {
      for row in rows { try add(field: row[1], path: [row[0]]) }
    } else if let row = rows.first, rows.count == 1 {
      // pandas writes the number of the row first, under no name.
      for (name, field) in zip(header, row) where !name.isEmpty {
        try add(field: field, path: [name])
      }
    } else {
      throw .table("it has \(rows.count) rows of values, where one is expected")
    }
  }

  /// Adds a field that is a number; other fields are passed over.
  private mutating func add(field: String, path: [String]) throws(MetricsError) {
    let text = String(field.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    let digits = text.lowercased().drop { $0 == "+" || $0 == "-" }
    if ["nan", "inf", "infinity"].contains(digits) {
      throw .notFinite(name: path.joined(separator: "."), literal: text)
    }
    // Swift would take hexadecimal digits, too.
    let isDecimal = digits.allSatisfy { "0123456789.e+-".contains($0) }
    if isDecimal, let value = Double(text) { try add(path, text, value) }
  }
}

extension MetricsError {
  static func table(_ reason: String) -> MetricsError {
    .malformed(format: "table of metrics", reason: reason)
  }
}
