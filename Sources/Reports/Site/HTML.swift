// SPDX-License-Identifier: Apache-2.0

import Findings

/// A piece of a page; text from outside comes in through ``text(_:)`` or an attribute, escaped.
struct HTML: ExpressibleByStringInterpolation {
  /// Interpolated values are escaped unless they are pieces themselves.
  struct StringInterpolation: StringInterpolationProtocol {
    var markup = ""

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { markup += literal }
    mutating func appendInterpolation(_ piece: HTML) { markup += piece.markup }
    mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { markup += piece.markup }
    }
    mutating func appendInterpolation(_ text: String) { markup += HTML.escape(text) }
    mutating func appendInterpolation(_ number: Int) { markup += String(number) }
  }

  /// The markup.
  let markup: String

  /// Literals are markup.
  init(stringLiteral value: String) { markup = value }

  /// Literal parts are markup, interpolated text is not.
  init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  /// Text as it is read.
  static func text(_ text: String) -> HTML { "\(text)" }

  /// Nothing.
  static let nothing: HTML = ""

  private static func escape(_ text: String) -> String {
    XMLText.content(text)
  }
}

extension HTML {
  /// A table with a caption; the first column of each row is its header.
  ///
  /// Roles are spelled out, because a narrow screen shows the cells below each other, which takes a
  /// table's own roles away.
  static func table(_ caption: String, _ columns: [String], _ rows: [[HTML]]) -> HTML {
    table(caption, columns, rows.map { (words: "", cells: $0) })
  }

  /// The same with words that a search finds a row by, beyond what it shows.
  static func table(
    _ caption: String, _ columns: [String], _ rows: [(words: String, cells: [HTML])]
  ) -> HTML {
    let head = columns.map { "<th scope=\"col\" role=\"columnheader\">\($0)</th>" as HTML }
    let body = rows.map { row($0.cells, under: columns, words: $0.words) }
    return """
      <div class="scroll"><table role="table" aria-label="\(caption)">
      <thead role="rowgroup"><tr role="row">\(head)</tr></thead>
      <tbody role="rowgroup">
      \(body)</tbody></table></div>

      """
  }

  private static func row(_ cells: [HTML], under columns: [String], words: String) -> HTML {
    let first = cells.first ?? .nothing
    let rest = zip(columns, cells).dropFirst().map { column, cell in
      "<td role=\"cell\" data-label=\"\(column)\">\(cell)</td>" as HTML
    }
    let searched: HTML = words.isEmpty ? .nothing : " data-words=\"\(words)\""
    return """
      <tr role="row"\(searched)><th scope="row" role="rowheader">\(first)</th>\(rest)</tr>

      """
  }

  /// A list of names and values.
  static func facts(_ facts: [(name: String, value: HTML)]) -> HTML {
    let items = facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>\n" as HTML }
    return "<dl class=\"facts\">\n\(items)</dl>\n"
  }

  /// A digest or the like: short enough for a phone, whole when it is copied.
  static func code(_ text: String) -> HTML { "<code>\(text)</code>" }

  /// A part of a page under a heading.
  static func section(_ id: String, _ heading: String, _ content: HTML) -> HTML {
    """
    <section aria-labelledby="\(id)">
    <h2 id="\(id)">\(heading)</h2>
    \(content)</section>

    """
  }
}
