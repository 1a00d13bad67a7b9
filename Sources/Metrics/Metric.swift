// SPDX-License-Identifier: Apache-2.0

public import StrictJSON

/// One number that a training says of its model.
public struct Metric: Hashable, Sendable {
  /// Its name; names of nested values are joined by `.`, as DVC shows them.
  public let name: String
  /// The number as it was written, so that no digit is lost or made up.
  public let literal: String
  /// The nearest finite `Double`.
  public let value: Double

  /// Names a number; nil when it is not finite.
  public init?(name: String, literal: String, value: Double) {
    guard value.isFinite else { return nil }
    (self.name, self.literal, self.value) = (name, literal, value)
  }

  /// The number in JSON: the literal where JSON has it, else the shortest that reads the same.
  public var json: JSONValue {
    (JSONNumber(literal: literal) ?? JSONNumber(value)).map(JSONValue.number) ?? .null
  }
}

extension [Metric] {
  /// An object of names and numbers, in order.
  public var json: JSONValue {
    var object = JSONObject()
    for metric in self { object[metric.name] = metric.json }
    return .object(object)
  }
}
