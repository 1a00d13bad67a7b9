// SPDX-License-Identifier: Apache-2.0

/// A JSON text as a value that loses nothing: number literals, member order and bytes of strings.
///
/// Two strings are equal only when their UTF-8 bytes are. Swift's own `String` equality follows
/// Unicode canonical equivalence and would take the composed and the decomposed `é` for one name.
public enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, by its literal.
  case number(JSONNumber)
  /// A string, unescaped.
  case string(String)
  /// A list of values.
  case array([JSONValue])
  /// Members with unique names.
  case object(JSONObject)
}

extension JSONValue: Hashable {
  /// Whether both are the same kind and hold the same bytes; objects may differ in order.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): UTF8Name(left) == UTF8Name(right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    case .string(let value): hasher.combine(UTF8Name(value))
    case .array(let values): hasher.combine(values)
    case .object(let object): hasher.combine(object)
    }
  }
}

extension JSONValue {
  /// An integer.
  public static func integer(_ value: some FixedWidthInteger) -> JSONValue {
    .number(JSONNumber(value))
  }

  /// Whether it is `null`.
  public var isNull: Bool { self == .null }

  /// The Boolean; nil when it is something else.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The number; nil when it is something else.
  public var number: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The number when its literal is an integer that fits in 64 bits; `1.0` and `1e2` are none.
  public var integer: Int64? { number?.integer }

  /// The number as the nearest `Double`.
  public var double: Double? { number?.double }

  /// The string; nil when it is something else.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The list; nil when it is something else.
  public var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The object; nil when it is something else.
  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The member of that name; nil when there is none or this is no object.
  public subscript(name: String) -> JSONValue? { object?[name] }
}
