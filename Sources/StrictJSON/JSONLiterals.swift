// SPDX-License-Identifier: Apache-2.0

extension JSONValue: ExpressibleByNilLiteral {
  /// Makes `null`.
  public init(nilLiteral: ()) { self = .null }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  /// Makes a Boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  /// Makes an integer.
  public init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONValue: ExpressibleByStringInterpolation {
  /// Makes a string.
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
  /// Makes a list.
  public init(arrayLiteral values: JSONValue...) { self = .array(values) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// Makes an object; of members with one name the last stays.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(JSONObject(replacing: members))
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object; of members with one name the last stays.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self.init(replacing: members)
  }
}
