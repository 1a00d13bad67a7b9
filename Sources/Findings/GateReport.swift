// SPDX-License-Identifier: Apache-2.0

/// Everything that one run of a gate has to say, before it is rendered.
public struct GateReport: Sendable {
  /// A rule that was applied, as reports describe it.
  public struct RuleDescription: Hashable, Sendable {
    /// `family/name`.
    public var id: String
    /// What its findings weigh in this run.
    public var level: RuleLevel
    /// One line: lower case, no full stop.
    public var title: String
    /// A paragraph: what it catches, and why that matters.
    public var explanation: String
    /// What to type to learn more, for example `modelgate check --explain worktree/modified`.
    public var help: String

    /// Describes a rule.
    public init(
      id: String, level: RuleLevel, title: String, explanation: String, help: String
    ) {
      self.id = id
      self.level = level
      self.title = title
      self.explanation = explanation
      self.help = help
    }
  }

  /// A finding that a waiver accepts.
  public struct WaivedFinding: Hashable, Sendable {
    /// What was found.
    public var finding: Finding
    /// Why it is accepted.
    public var reason: String
    /// The last day on which it is, `YYYY-MM-DD`.
    public var expires: String

    /// Accepts a finding for a reason until a day.
    public init(_ finding: Finding, reason: String, expires: String) {
      self.finding = finding
      self.reason = reason
      self.expires = expires
    }
  }

  /// The tool's name, for example `modelgate-check`.
  public var tool: String
  /// The tool's version, Semantic Versioning 2.0.
  public var version: String
  /// What was judged, for example `the worktree` or `commit 1f2e3d4`.
  public var subject: String
  /// What counts.
  public var findings: [Finding]
  /// What would count, were it not accepted.
  public var waived: [WaivedFinding]
  /// The rules that were applied, in the order in which they are reported.
  public var rules: [RuleDescription]

  /// Gathers what a run has to say.
  public init(
    tool: String, version: String, subject: String, findings: [Finding],
    waived: [WaivedFinding] = [], rules: [RuleDescription] = []
  ) {
    self.tool = tool
    self.version = version
    self.subject = subject
    self.findings = findings
    self.waived = waived
    self.rules = rules
  }

  /// What the findings add up to; waived ones don't count.
  public var verdict: Verdict { Verdict(findings) }
}
