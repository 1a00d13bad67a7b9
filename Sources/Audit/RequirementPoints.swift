// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import GitAccess
import Ledger
import Policy
import SystemPackage

/// A point for each thing that is required, from the points that are there and from what others
/// attest of the build.
struct RequirementPoints {
  let requirements: [Requirement]
  let trust: Trust
  let policy: PolicyCheck?
  /// The attested build; nil when there is none.
  let build: AttestedBuild?
  /// Where more statements may stand: lines of envelopes beside the model.
  let lines: FilePath?

  func all(
    from points: [AuditPoint], in repository: borrowing Repository?
  ) async -> [AuditPoint] {
    var all: [AuditPoint] = []
    for requirement in requirements {
      var point: AuditPoint
      do {
        point = try await self.point(requirement, points, in: repository)
      } catch {
        point = AuditPoint(error, "")
      }
      point.name = "requires \(requirement)"
      all.append(point.demanded)
    }
    return all
  }

  private func point(
    _ requirement: Requirement, _ points: [AuditPoint], in repository: borrowing Repository?
  ) async throws -> AuditPoint {
    switch requirement {
    case .signed: return Self.combine(points, ["signature", "subject", "root"], "no signature")
    case .recorded: return Self.combine(points, ["ledger"], "no entry of the ledger")
    case .clean: return clean(points)
    case .gated, .rebuilt, .reachable: break
    }
    guard let build else { return AuditPoint("", .failed, "no build of modelgate is attested") }
    switch repository {
    case .some(let repository):
      return try await point(requirement, of: build, in: repository)
    case .none:
      return AuditPoint("", .unknown, "there is no repository to look in", hints: ["--repo PATH"])
    }
  }

  private func point(
    _ requirement: Requirement, of build: AttestedBuild, in repository: borrowing Repository
  ) async throws -> AuditPoint {
    switch requirement {
    case .gated: try await gated(build, in: repository)
    case .rebuilt: try await rebuilt(build, in: repository)
    case .reachable(let pattern): try reachable(build, pattern, in: repository)
    case .signed, .recorded, .clean: AuditPoint("", .unknown, "it was not looked at")
    }
  }

  /// The worst of the points with certain names; without any nothing is proved.
  private static func combine(_ points: [AuditPoint], _ names: [String], _ missing: String)
    -> AuditPoint
  {
    combine(points.filter { names.contains($0.name) }, missing)
  }

  private static func combine(_ points: [AuditPoint], _ missing: String) -> AuditPoint {
    if let failed = points.first(where: { $0.outcome == .failed }) {
      return AuditPoint("", .failed, "'\(failed.name)' is refuted")
    }
    if let unknown = points.first(where: { $0.outcome == .unknown }) {
      return AuditPoint("", .unknown, "'\(unknown.name)' could not be looked at")
    }
    guard points.contains(where: { $0.outcome == .proved }) else {
      return AuditPoint("", .unknown, "\(missing) was looked at")
    }
    return AuditPoint("", .proved, points.map(\.name).joined(separator: ", ") + " proved")
  }

  private func clean(_ points: [AuditPoint]) -> AuditPoint {
    guard build != nil else {
      return AuditPoint("", .failed, "no build of modelgate is attested")
    }
    let source = points.filter { point in
      (point.name == "commit" || point.name.hasPrefix("data ")
        || point.name.hasPrefix("dependency ")) && point.outcome != .note
    }
    return Self.combine(source, "no commit")
  }
}

extension RequirementPoints {
  private func reachable(
    _ build: AttestedBuild, _ pattern: ReachPattern, in repository: borrowing Repository
  ) throws -> AuditPoint {
    let commit = build.provenance.source.commit
    guard try repository.contains(commit) else {
      return AuditPoint(
        "", .unknown, "commit \(commit) is not here", hints: ["git fetch --all --tags"])
    }
    let references = try repository.references(prefix: "refs/").filter { pattern.matches($0.name) }
    for reference in references {
      guard let tip = try repository.peelToCommit(reference.target),
        try repository.isReachable(commit, from: tip)
      else { continue }
      return AuditPoint("", .proved, "commit \(commit.short) is in '\(reference.name)'")
    }
    return AuditPoint(
      "", .failed,
      references.isEmpty
        ? "no reference here matches '\(pattern)'"
        : "commit \(commit.short) is in none of the \(references.count) references that match",
      hints: ["git fetch --all --tags"])
  }

  private func rebuilt(_ build: AttestedBuild, in repository: borrowing Repository) async throws
    -> AuditPoint
  {
    let texts = try Ledger.attestations(ofModel: build.provenance.model.file, in: repository)
    var reasons: [String] = []
    for text in texts {
      guard let payload = await verified(text), let result = try? RebuildResult(payload),
        result.attestation == .of(build.line)
      else { continue }
      let who = payload.signer.description
      guard !isSameSigner(payload.signer, build.payload.signer) else {
        reasons.append("its own builder built it again")
        continue
      }
      guard result.outcome == .identical else {
        reasons.append("\(who) built it again, and it came out different")
        continue
      }
      if let refusal = refusal(of: .rebuild, nil, payload, text, build, in: repository) {
        reasons.append(refusal)
        continue
      }
      return AuditPoint("", .proved, "the same byte for byte, says \(who)")
    }
    if reasons.isEmpty { reasons = ["nobody has built it again"] }
    return AuditPoint(
      "", .failed, reasons.joined(separator: "; "),
      hints: ["modelgate audit rebuild MODEL --sign KEY"])
  }

  private func gated(_ build: AttestedBuild, in repository: borrowing Repository) async throws
    -> AuditPoint
  {
    let source = build.provenance.source
    var reasons: [String] = []
    for text in try verdicts(on: source.commit, in: repository) {
      guard let payload = await verified(text), let statement = try? Statement.parse(payload),
        let summary = try? VerificationSummary(statement),
        try VerificationSummary.commit(of: statement) == source.commit
      else { continue }
      guard summary.isPassed else {
        reasons.append("the gate refused the commit, says \(payload.signer.description)")
        continue
      }
      // The preset for work in progress looks at local facts only.
      guard summary.policy.uri != "urn:modelgate:preset:develop" else {
        reasons.append("the gate judged it by the preset 'develop', which proves too little")
        continue
      }
      let tree = statement.subjects.first?.digest["gitTree"]
      guard tree == nil || tree == source.tree.description else {
        reasons.append("the gate passed another tree than the attested one")
        continue
      }
      if let refusal = refusal(
        of: .verdict, summary.verifier, payload, text, build, in: repository)
      {
        reasons.append(refusal)
        continue
      }
      let levels = summary.verifiedLevels.joined(separator: ", ")
      return AuditPoint(
        "", .proved,
        "passed, says \(payload.signer.description)" + (levels.isEmpty ? "" : ": \(levels)"))
    }
    if reasons.isEmpty { reasons = ["no verdict of the gate on it is attested"] }
    return AuditPoint(
      "", .failed, "commit \(source.commit.short): " + reasons.joined(separator: "; "),
      hints: ["modelgate check --commit \(source.commit) --attest verdict.intoto.jsonl"])
  }

  /// What the ledger holds about a commit, and what stands beside the model.
  private func verdicts(on commit: ObjectID, in repository: borrowing Repository) throws
    -> [[UInt8]]
  {
    let recorded = try LedgerReader(of: repository).records(by: .commit(commit), in: repository)
    var texts = recorded.map(\.attestation)
    if let lines, let beside = try? EnvelopeLines(file: lines) {
      texts += beside.envelopes.map { $0.envelope.encoded() + [0x0a] }
    }
    return texts
  }

  private func verified(_ text: [UInt8]) async -> VerifiedPayload? {
    guard let envelope = try? Envelope.parse(line: text) else { return nil }
    return try? await trust.verify(envelope)
  }

  private func refusal(
    of kind: Claim.Kind, _ builder: String?, _ payload: VerifiedPayload, _ text: [UInt8],
    _ build: AttestedBuild, in repository: borrowing Repository
  ) -> String? {
    guard let policy else { return nil }
    let held: Repository? = Repository(sharing: repository)
    let verdict = policy.verdict(
      on: build.claim(kind, builder: builder), by: payload.signer, entry: .of(text), in: held)
    switch verdict {
    case .granted: return nil
    case .refused(let reason), .undecided(let reason): return reason
    }
  }

  /// By key, and by name where there is a policy: one signer may well have several keys.
  private func isSameSigner(_ one: Signer, _ other: Signer) -> Bool {
    if one.key == other.key || one.ground != .key && one.ground == other.ground { return true }
    guard let names = policy?.source.policy else { return false }
    return !Set(names.names(of: trust.grounds(of: one)))
      .isDisjoint(with: names.names(of: trust.grounds(of: other)))
  }
}
