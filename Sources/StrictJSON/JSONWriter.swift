// SPDX-License-Identifier: Apache-2.0

/// How a value is spelled.
public enum JSONStyle: Sendable {
  /// No whitespace, members in their order.
  case compact
  /// Two spaces a level, members in their order, a newline at the end; for people.
  case pretty
  /// No whitespace, members sorted by the UTF-8 bytes of their names; one text for equal values.
  ///
  /// That is the order of code points. RFC 8785 sorts by UTF-16 code units, which differs for names
  /// beyond U+FFFF, and rewrites numbers; here a number keeps its literal.
  case canonical
}

extension JSONValue {
  /// Writes the value as UTF-8 with no more escapes than RFC 8259 demands; `/` is not escaped.
  public func encoded(_ style: JSONStyle = .compact) -> [UInt8] {
    var writer = JSONWriter(style)
    writer.write(self)
    if style == .pretty { writer.newline() }
    return writer.output
  }

  /// The same as text.
  public func text(_ style: JSONStyle = .compact) -> String {
    String(decoding: encoded(style), as: UTF8.self)
  }
}

struct JSONWriter {
  private static let hex = Array("0123456789abcdef".utf8)

  let style: JSONStyle
  private(set) var output: [UInt8] = []
  private var level = 0

  init(_ style: JSONStyle) {
    self.style = style
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .number(let number): output += number.literal.utf8
    case .string(let text): write(text)
    case .array(let values):
      list(values, UInt8(ascii: "["), UInt8(ascii: "]")) { $0.write($1) }
    case .object(let object):
      list(members(object), UInt8(ascii: "{"), UInt8(ascii: "}")) { $0.write($1) }
    }
  }

  mutating func newline() {
    output.append(UInt8(ascii: "\n"))
  }

  private func members(_ object: JSONObject) -> [JSONObject.Element] {
    guard style == .canonical else { return Array(object) }
    return object.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private mutating func write(_ member: JSONObject.Element) {
    write(member.name)
    output.append(UInt8(ascii: ":"))
    if style == .pretty { output.append(UInt8(ascii: " ")) }
    write(member.value)
  }

  private mutating func list<Item>(
    _ items: [Item], _ open: UInt8, _ close: UInt8, _ write: (inout JSONWriter, Item) -> Void
  ) {
    output.append(open)
    level += 1
    for (position, item) in items.enumerated() {
      if position > 0 { output.append(UInt8(ascii: ",")) }
      breakLine()
      write(&self, item)
    }
    level -= 1
    if !items.isEmpty { breakLine() }
    output.append(close)
  }

  private mutating func breakLine() {
    guard style == .pretty else { return }
    newline()
    output += repeatElement(UInt8(ascii: " "), count: level * 2)
  }

  private mutating func write(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: escape(byte)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ control: UInt8) {
    switch control {
    case 0x08: output += "\\b".utf8
    case 0x09: output += "\\t".utf8
    case 0x0a: output += "\\n".utf8
    case 0x0c: output += "\\f".utf8
    case 0x0d: output += "\\r".utf8
    default:
      output += "\\u00".utf8
      output += [Self.hex[Int(control >> 4)], Self.hex[Int(control & 15)]]
    }
  }
}
