// SPDX-License-Identifier: Apache-2.0

/// One line of a text file with a caret under the place that is meant.
///
///      7 |     rum: [python3, train.py]
///        |     ^
public struct SourceExcerpt: Sendable {
  private let line: Int
  private let before: [Cell]
  private let after: [Cell]

  /// What is shown for one scalar, or for one byte that belongs to none.
  private struct Cell {
    var text: String
    var width: Int
  }

  /// Picks the line out of a text; logins in URLs are hidden.
  ///
  /// - Parameters:
  ///   - source: the bytes of the text; need not be UTF-8.
  ///   - line: the line, from 1; nil is returned when the text has no such line.
  ///   - column: the column in bytes, from 1; one beyond the line's end points behind the line.
  public init?(_ source: [UInt8], line: Int, column: Int) {
    guard line > 0, let bytes = Self.line(line, of: source) else { return nil }
    let split = bytes.index(
      bytes.startIndex, offsetBy: max(column, 1) - 1, limitedBy: bytes.endIndex)
    self.line = line
    let shown = LoginMask.masked(bytes)
    before = Self.cells(shown[..<(split ?? bytes.endIndex)])
    after = Self.cells(shown[(split ?? bytes.endIndex)...])
  }

  /// The two lines, joined by a line feed, without one at the end.
  ///
  /// At most `width` columns of the line are shown; a longer line is cut around the caret and
  /// marked with `…`.
  public func rendered(width: Int = 88) -> String {
    let left = Self.fit(before.reversed(), width: max(width, 8) / 2)
    let right = Self.fit(after, width: max(width, 8) - left.width)
    let number = String(line)
    let margin = String(repeating: " ", count: max(5 - number.count, 1))
    let gutter = margin + String(repeating: " ", count: number.count) + " | "
    let shown = left.texts.reversed().joined() + right.texts.joined()
    let caret = String(repeating: " ", count: left.width) + "^"
    return "\(margin)\(number) | \(shown)\n\(gutter)\(caret)"
  }

  /// As many cells as fit, with an ellipsis behind them when some don't.
  private static func fit(_ cells: some Collection<Cell>, width: Int)
    -> (texts: [String], width: Int)
  {
    var texts: [String] = []
    var used = 0
    for cell in cells {
      guard used + cell.width < width else { return (texts + ["…"], used + 1) }
      texts.append(cell.text)
      used += cell.width
    }
    return (texts, used)
  }

  private static func line(_ number: Int, of source: [UInt8]) -> ArraySlice<UInt8>? {
    var current = 1
    var start = source.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    for (offset, byte) in source.enumerated() where isBreak(byte, at: offset, of: source) {
      if current == number { return source[start..<offset].trimmingReturn }
      current += 1
      start = offset + 1
    }
    return current == number ? source[start...] : nil
  }

  private static func isBreak(_ byte: UInt8, at offset: Int, of source: [UInt8]) -> Bool {
    if byte == UInt8(ascii: "\n") { return true }
    guard byte == UInt8(ascii: "\r") else { return false }
    return offset + 1 == source.count || source[offset + 1] != UInt8(ascii: "\n")
  }

  private static func cells(_ bytes: ArraySlice<UInt8>) -> [Cell] {
    var parser = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var cells: [Cell] = []
    var offset = bytes.startIndex
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        cells.append(cell(UTF8.decode(encoded)))
        offset += encoded.count
      case .error(let length):
        cells += bytes[offset..<(offset + length)].map(cell)
        offset += length
      case .emptyInput: return cells
      }
    }
  }

  private static func cell(_ scalar: Unicode.Scalar) -> Cell {
    if scalar == "\t" { return Cell(text: "  ", width: 2) }
    guard PrintableText.isInvisible(scalar) else {
      return Cell(text: String(scalar), width: PrintableText.width(scalar))
    }
    let text = PrintableText.escape(scalar)
    return Cell(text: text, width: text.utf8.count)
  }

  private static func cell(_ byte: UInt8) -> Cell {
    Cell(text: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16), width: 4)
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmingReturn: ArraySlice<UInt8> {
    last == UInt8(ascii: "\r") ? dropLast() : self
  }
}
