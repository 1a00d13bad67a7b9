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

/// Accepts what one rule finds at some paths, or of a commit or reference as a whole, for a reason,
/// until a day.
public struct Waiver: Sendable, Equatable {
  /// What the findings are about.
  public enum Scope: Sendable, Equatable {
    /// Files.
    case path(PathPattern)
    /// A commit, by its whole id in lower case: what is found of it and of no file.
    case commit(String)
    /// A branch or another reference: what is found of it and of no file.
    case reference(RefPattern)

    /// Whether it covers a finding.
    ///
    /// The path is the file's that was found, nil for a finding that is about none; the commit is
    /// the judged one's id; the reference is the full name of that which the commit is pushed to, or
    /// which HEAD names. A folder stands for all that is in it.
    public func covers(
      path: RelativePath?, isFolder: Bool = false, commit: String?, reference: String?
    ) -> Bool {
      switch self {
      case .path(let pattern):
        path.map { pattern.matches($0) || isFolder && pattern.matchesAll(in: $0) } ?? false
      case .commit(let id): path == nil && commit == id
      case .reference(let pattern): path == nil && reference.map(pattern.matches) ?? false
      }
    }
  }

  /// The rule's id.
  public var rule: String
  /// What it is about.
  public var scope: Scope
  /// Why.
  public var reason: String
  /// The last day on which it holds, in UTC.
  public var expires: CalendarDay
  /// Where it is declared.
  public var location: Location

  /// Accepts findings.
  public init(
    rule: String, scope: Scope, reason: String, expires: CalendarDay, at location: Location
  ) {
    self.rule = rule
    self.scope = scope
    self.reason = reason
    self.expires = expires
    self.location = location
  }

  /// Whether it holds on a day.
  public func holds(on day: CalendarDay) -> Bool { day <= expires }
}
