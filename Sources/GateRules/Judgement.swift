// SPDX-License-Identifier: Apache-2.0

public import Findings
import GitAccess

/// What the rules say of a snapshot under a policy.
public struct Judgement: Sendable {
  /// A finding that a waiver accepts.
  public struct Waived: Sendable {
    /// The finding.
    public var finding: Finding
    /// Why it is accepted.
    public var reason: String
    /// Until when.
    public var expires: String
  }

  /// What counts.
  public var findings: [Finding] = []
  /// What would count, were it not accepted.
  public var waived: [Waived] = []

  /// Judges nothing yet.
  public init() {}

  /// Applies every rule that is not off.
  ///
  /// What a rule cannot decide stays undecided at every level, and no waiver covers it.
  public init(of snapshot: Snapshot, under policy: Policy, rules: [Rule] = RuleTable.rules) {
    for rule in rules {
      let level = policy.level(of: rule, in: snapshot.preset)
      guard level != .off else { continue }
      for violation in rule.find(snapshot) {
        let place = Policy.Place(
          path: violation.location?.path, isFolder: violation.isOfFolder, commit: snapshot.commit,
          reference: snapshot.reference)
        add(Finding(violation, of: rule, at: level), at: place, under: policy)
      }
    }
  }

  /// Adds what another snapshot's judgement holds.
  public mutating func add(_ other: Judgement) {
    findings += other.findings
    waived += other.waived
  }

  private mutating func add(_ finding: Finding, at place: Policy.Place, under policy: Policy) {
    guard finding.severity != .undecided,
      let waiver = policy.waivers.first(where: {
        $0.rule == finding.rule && !$0.isExpired && $0.covers(place)
      })
    else { return findings.append(finding) }
    waived.append(Waived(finding: finding, reason: waiver.reason, expires: waiver.expires))
  }
}

extension Snapshot {
  /// The reference that is judged with the commit, if any is.
  fileprivate var reference: String? {
    if case .pushed(_, let reference) = subject { return reference }
    guard subject.looksAtFiles, case .branch(let name, _) = repository.head else { return nil }
    return name
  }
}

extension Finding {
  fileprivate init(_ violation: Rule.Violation, of rule: Rule, at level: RuleLevel) {
    let severity: Severity =
      violation.isUndecided ? .undecided : level == .error ? .error : .warning
    self.init(
      rule: rule.id, severity: severity, location: violation.location,
      message: violation.message, hints: violation.hints)
  }
}
