// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests
public import Findings
public import Metrics

/// One thing that an audit set out to prove, and what came of it.
public struct AuditPoint: Sendable, Equatable {
  /// What came of it.
  public enum Outcome: String, Sendable {
    /// It is so; recomputed here.
    case proved
    /// It is not so.
    case failed
    /// It could not be looked at, and the model cannot be called verified without it.
    case unknown = "not-checkable"
    /// Worth knowing; counts neither way.
    case note
  }

  /// A short name that scripts can rely on.
  public var name: String
  /// What came of it.
  public var outcome: Outcome
  /// What was compared with what.
  public var detail: String
  /// What to type.
  public var hints: [String]
  /// Whether somebody asked for it by name: a policy, or a requirement.
  public var isDemanded = false

  /// Says what came of a point.
  public init(_ name: String, _ outcome: Outcome, _ detail: String, hints: [String] = []) {
    self.name = name
    self.outcome = outcome
    self.detail = detail
    self.hints = hints
  }

  /// The same, asked for by name.
  var demanded: AuditPoint {
    var point = self
    point.isDemanded = true
    return point
  }

  /// Proves or refutes.
  static func check(_ name: String, _ holds: Bool, yes: String, no: String) -> AuditPoint {
    holds ? AuditPoint(name, .proved, yes) : AuditPoint(name, .failed, no)
  }
}

/// All that was proved of one model, and what was not.
public struct AuditReport: Sendable {
  /// The model's path, printable.
  public var model: String
  /// The points, in the order in which they build on each other.
  public var points: [AuditPoint] = []
  /// What the model is said to be built from, once a trusted signature says it of this very file.
  public var provenance: BuildProvenance?
  /// SHA-256 of the attestation that says it.
  public var attestation: Digest?

  /// Whether only what was demanded must be proved; what is refuted counts all the same.
  public var isNarrowed = false

  /// What the training reported of the model's quality, by the same signature.
  public var metrics: [Metric] { (try? provenance?.reportedMetrics.get()) ?? [] }

  /// Begins an audit of a model.
  public init(model: String) { self.model = model }

  /// Verified when every point that must be is proved; refused as soon as any failed.
  public var status: ExitStatus {
    if points.contains(where: { $0.outcome == .failed }) { return .refused }
    let needed = isNarrowed ? points.filter(\.isDemanded) : points
    let isComplete = !needed.isEmpty && !needed.contains { $0.outcome == .unknown }
    return isComplete ? .passed : .couldNotJudge
  }
}
