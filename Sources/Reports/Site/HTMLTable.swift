// SPDX-License-Identifier: Apache-2.0

/// A table whose first column names its rows; a narrow screen shows each row as a card.
///
/// Roles are spelled out, because cells that are shown below each other lose those of a table.
struct HTMLTable {
  /// A column: what it is called and how its cells are set.
  struct Column: ExpressibleByStringLiteral {
    /// How cells are set.
    enum Kind: String {
      /// Words, which break between them.
      case words
      /// Something short that stays in one line.
      case tight
      /// Numbers, which end at one place.
      case number
      /// A digest or a drawing, which takes a card's whole width.
      case wide
    }

    let title: String
    var kind = Kind.words

    init(stringLiteral title: String) { self.title = title }

    init(_ title: String, _ kind: Kind) { (self.title, self.kind) = (title, kind) }
  }

  /// A row, with the words that a search finds it by, beyond what it shows.
  struct Row {
    var words = ""
    let cells: [HTML]
  }

  /// What the table holds, for those who hear it.
  let caption: String
  let columns: [Column]
  let rows: [Row]
  /// Whether a narrow screen scrolls it, because its columns are to be compared.
  var scrolls = false

  init(_ caption: String, _ columns: [Column], _ rows: [Row]) {
    (self.caption, self.columns, self.rows) = (caption, columns, rows)
  }

  init(_ caption: String, _ columns: [Column], _ rows: [[HTML]]) {
    self.init(caption, columns, rows.map { Row(cells: $0) })
  }

  /// The markup.
  var html: HTML {
    let head = columns.map { column in
      "<th scope=\"col\" role=\"columnheader\" class=\"\(column.kind.rawValue)\">\(column.title)</th>"
        as HTML
    }
    // What scrolls must be reached by the keyboard.
    let open: HTML =
      scrolls
      ? "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(caption)\"><table class=\"whole\""
      : "<div class=\"scroll\"><table"
    return """
      \(open) role="table" aria-label="\(caption)">
      <thead role="rowgroup"><tr role="row">\(head)</tr></thead>
      <tbody role="rowgroup">
      \(rows.map(html))</tbody></table></div>

      """
  }

  private func html(of row: Row) -> HTML {
    let first = row.cells.first ?? .nothing
    let rest = zip(columns, row.cells).dropFirst().map { column, cell in
      """
      <td role="cell" class="\(column.kind.rawValue)" data-label="\(column.title)">\(cell)</td>
      """ as HTML
    }
    let searched: HTML = row.words.isEmpty ? .nothing : " data-words=\"\(row.words)\""
    return """
      <tr role="row"\(searched)><th scope="row" role="rowheader">\(first)</th>\(rest)</tr>

      """
  }
}
