// SPDX-License-Identifier: Apache-2.0

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
    mutating func appendInterpolation(_ text: String) { markup += XMLText.content(text) }
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

  /// Whether nothing is shown.
  var isEmpty: Bool { markup.isEmpty }
}

extension HTML {
  /// A foreign name: whatever script it is in, what stands around it keeps its order, and it breaks
  /// anywhere when it has to.
  static func name(_ text: String) -> HTML { "<bdi>\(text)</bdi>" }

  /// A number as it was written: in one line, unless it has more digits than anybody reads.
  static func number(_ literal: String) -> HTML {
    literal.utf8.count > 24 ? .name(literal) : .text(literal)
  }

  /// A digest or the like: whole when it is copied, in as many lines as it takes.
  static func code(_ text: String) -> HTML { "<code>\(text)</code>" }

  /// A time that is written as RFC 3339 has it in UTC, for people; as it is when it is not.
  static func time(_ text: String, hasSeconds: Bool = false) -> HTML {
    let isPlain = text.utf8.count == 20 && text.utf8.last == UInt8(ascii: "Z")
    guard isPlain, text.utf8.allSatisfy({ $0 < 0x80 }) else { return .name(text) }
    let words = "\(text.prefix(10)) \(text.dropFirst(11).prefix(hasSeconds ? 8 : 5))"
    return "<time datetime=\"\(text)\">\(words)\(hasSeconds ? " UTC" : "")</time>"
  }

  /// A list of names and values; what is nil is left out.
  static func facts(_ facts: [(name: String, value: HTML?)]) -> HTML {
    let items = facts.compactMap { name, value in
      value.map { "<div><dt>\(name)</dt><dd>\($0)</dd></div>\n" as HTML }
    }
    return "<dl class=\"facts\">\n\(items)</dl>\n"
  }

  /// A part of a page under a heading.
  static func section(_ id: String, _ heading: String, _ content: HTML) -> HTML {
    """
    <section aria-labelledby="\(id)">
    <h2 id="\(id)">\(heading)</h2>
    \(content)</section>

    """
  }
}
