// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// How strict the gate is.
public struct GateSettings: Sendable, Equatable {
  /// A level that replaces a rule's own.
  public struct RuleSetting: Sendable, Equatable {
    /// The rule's id.
    public var rule: String
    /// What its findings weigh.
    public var level: RuleLevel
    /// Where it is declared.
    public var location: Location
  }

  /// Levels that replace the rules' own, in written order.
  public var rules: [RuleSetting] = []
  /// References that must not be rewritten, and whose pushes are judged.
  public var protect: [RefPattern] = []
  /// Findings that are accepted until a day.
  public var waivers: [Waiver] = []

  /// Leaves everything to the rules.
  public init() {}

  /// The levels by rule.
  public var levels: [String: RuleLevel] {
    Dictionary(rules.map { ($0.rule, $0.level) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Accepts what one rule finds at some paths, for a reason, until a day.
public struct Waiver: Sendable, Equatable {
  /// The rule's id.
  public var rule: String
  /// The paths.
  public var path: PathPattern
  /// Why.
  public var reason: String
  /// The last day on which it holds, in UTC.
  public var expires: CalendarDay
  /// Where it is declared.
  public var location: Location

  /// Accepts findings.
  public init(
    rule: String, path: PathPattern, reason: String, expires: CalendarDay, at location: Location
  ) {
    self.rule = rule
    self.path = path
    self.reason = reason
    self.expires = expires
    self.location = location
  }

  /// Whether it holds on a day for a rule's finding at a path.
  public func covers(rule: String, path: RelativePath, on day: CalendarDay) -> Bool {
    rule == self.rule && day <= expires && self.path.matches(path)
  }
}
