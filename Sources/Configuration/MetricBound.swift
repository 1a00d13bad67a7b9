// SPDX-License-Identifier: Apache-2.0

/// What a number must keep to: `>= 0.80`, `> 0`, `<= 1`, `< 1`, `== 3` or `0.7..0.9`.
///
/// Both ends of a range belong to it. NaN keeps to nothing, and no bound can be NaN or infinite.
public struct MetricBound: Sendable, Hashable, CustomStringConvertible {
  private enum Relation: Hashable {
    case atLeast(Double)
    case above(Double)
    case atMost(Double)
    case below(Double)
    case equal(Double)
    case within(Double, Double)
  }

  private let relation: Relation
  /// The bound as it was written.
  public let description: String

  /// Reads a bound; nil when the text is none.
  public init?(_ text: String) {
    guard let relation = Self.relation(text) else { return nil }
    self.relation = relation
    description = text
  }

  /// The bound that a number alone is where a largest value is meant.
  public init?(atMost limit: Double) {
    guard limit.isFinite else { return nil }
    relation = .atMost(limit)
    description = "<= \(limit)"
  }

  /// Whether a number keeps to it.
  public func holds(for value: Double) -> Bool {
    switch relation {
    case .atLeast(let limit): value >= limit
    case .above(let limit): value > limit
    case .atMost(let limit): value <= limit
    case .below(let limit): value < limit
    case .equal(let wanted): value == wanted
    case .within(let low, let high): value >= low && value <= high
    }
  }

  private static func relation(_ text: String) -> Relation? {
    // Longer signs first, so that `>=` is not read as `>`.
    let signs: [(String, (Double) -> Relation)] = [
      (">=", Relation.atLeast), ("<=", Relation.atMost), ("==", Relation.equal),
      (">", Relation.above), ("<", Relation.below),
    ]
    for (sign, make) in signs where text.hasPrefix(sign) {
      return number(text.dropFirst(sign.count)).map(make)
    }
    return range(text)
  }

  private static func range(_ text: String) -> Relation? {
    let ends = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, let low = number(ends[0]), let high = number(ends[1]), low <= high
    else { return nil }
    return .within(low, high)
  }

  /// A finite decimal number with spaces around it.
  private static func number(_ text: Substring) -> Double? {
    let digits = text.trimmingSpaces
    let isDecimal = digits.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"): true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): true
      default: false
      }
    }
    guard isDecimal, let value = Double(digits), value.isFinite else { return nil }
    return value
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    let start = drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return start.prefix(0) }
    return start[...last]
  }
}
