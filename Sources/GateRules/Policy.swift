// SPDX-License-Identifier: Apache-2.0

import Configuration
public import Digests
public import Findings

/// What a repository wants of its gate.
public struct Policy: Sendable {
  /// What a finding is about.
  public struct Place: Sendable {
    /// The file; nil for a finding that is about none.
    public var path: String?
    /// Whether that is a folder with all that is in it.
    public var isFolder = false
    /// The judged commit.
    public var commit: ObjectID?
    /// The full name of the reference that the commit is pushed to, or that HEAD names.
    public var reference: String?
  }

  /// A finding that was accepted, by whom it may concern, until a day.
  public struct Waiver: Sendable {
    /// The rule that it is for.
    public var rule: String
    /// Whether it covers what a finding is about.
    public var covers: @Sendable (Place) -> Bool
    /// Why.
    public var reason: String
    /// The last day that it holds, `YYYY-MM-DD`.
    public var expires: String
    /// Whether that day has passed.
    public var isExpired: Bool

    /// Accepts findings of a rule.
    public init(
      rule: String, reason: String, expires: String, isExpired: Bool,
      covers: @escaping @Sendable (Place) -> Bool
    ) {
      self.rule = rule
      self.reason = reason
      self.expires = expires
      self.isExpired = isExpired
      self.covers = covers
    }
  }

  /// Levels that replace the rules' own.
  public var levels: [String: RuleLevel]
  /// Accepted findings.
  public var waivers: [Waiver]
  /// Whose signatures count.
  var trust = TrustSettings()
  /// Where the files are that `trust` names; nil when there is no such place.
  var place: PolicyPlace?

  /// Takes the rules as they are, unless told otherwise.
  public init(levels: [String: RuleLevel] = [:], waivers: [Waiver] = []) {
    self.levels = levels
    self.waivers = waivers
  }
}

extension Policy {
  /// Whether notebooks are to be read, which costs time and is not done unless asked for.
  var wantsNotebooks: Bool {
    (levels["pipeline/notebook-outputs"] ?? .off) != .off
  }

  /// Whether commits are to be signed: the policy sets the rule's level, or the rule has one in
  /// this preset and the policy names whom to trust.
  func wantsSignatures(_ preset: Preset) -> Bool {
    let rule = Rule.historyUnsigned
    if let level = levels[rule.id] { return level != .off }
    return rule.level(preset) != .off && (trust.signers != nil || trust.gpg != nil)
  }

  /// What a rule's findings weigh.
  func level(of rule: Rule, in preset: Preset) -> RuleLevel {
    levels[rule.id] ?? rule.level(preset)
  }
}
