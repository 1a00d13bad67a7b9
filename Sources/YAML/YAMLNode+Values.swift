// SPDX-License-Identifier: Apache-2.0

extension YAMLNode {
  /// The text of any scalar, however it would be understood; nil for collections.
  public var text: String? {
    guard case .scalar(let text, _) = value else { return nil }
    return text
  }

  /// The text of a scalar that is a string; nil for numbers, booleans, null and collections.
  public var string: String? {
    guard case .scalar(let text, let isPlain) = value else { return nil }
    return isPlain && CoreSchema.kind(of: text) != .string ? nil : text
  }

  /// The boolean that the scalar is; nil when it is something else.
  public var bool: Bool? { plain.flatMap(CoreSchema.bool) }

  /// The integer that the scalar is: decimal, `0o` octal or `0x` hexadecimal.
  ///
  /// Nil when it is something else, or does not fit.
  public var integer: Int64? { plain.flatMap(CoreSchema.integer) }

  /// The number that the scalar is, integers included.
  ///
  /// Nil when it is something else, or finite digits are too large for a double.
  public var double: Double? { plain.flatMap(CoreSchema.double) }

  /// Whether the scalar is written as a number: one too large for a double, infinity and NaN, too.
  public var isNumber: Bool {
    switch plain.map(CoreSchema.kind) {
    case .integer, .float: true
    default: false
    }
  }

  /// Whether it is null: `null`, `~` or nothing at all.
  public var isNull: Bool { plain.map(CoreSchema.isNull) ?? false }

  /// The items of a sequence; nil for anything else.
  public var sequence: [YAMLNode]? {
    guard case .sequence(let items) = value else { return nil }
    return items
  }

  /// The pairs of a mapping, in written order; nil for anything else.
  public var mapping: [(key: YAMLNode, value: YAMLNode)]? {
    guard case .mapping(let pairs) = value else { return nil }
    return pairs
  }

  /// The value under a key; nil when there is none, or this is no mapping.
  ///
  /// Keys are compared by their UTF-8 bytes, and take time linear in the number of keys.
  public subscript(key: String) -> YAMLNode? {
    mapping?.first { $0.key.text?.utf8.elementsEqual(key.utf8) ?? false }?.value
  }

  /// What it is in words for messages, such as `a string` or `a mapping`.
  public var kindInWords: String {
    switch value {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let text, let isPlain): isPlain ? CoreSchema.kind(of: text).rawValue : "a string"
    }
  }

  private var plain: String? {
    guard case .scalar(let text, true) = value else { return nil }
    return text
  }
}
