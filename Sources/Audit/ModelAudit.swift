// SPDX-License-Identifier: Apache-2.0

public import Attestation
import Digests
import Files
import Findings
public import GitAccess
import Ledger
public import Policy
import Stamps
public import SystemPackage

/// What an audit demands beyond what it proves anyhow.
public struct AuditDemands: Sendable {
  /// Who may attest what; nil when everybody who is believed may.
  public var policy: PolicySource?
  /// What must hold besides, the policy's own requirements left out.
  public var requirements: [Requirement]

  /// Demands this.
  public init(policy: PolicySource? = nil, requirements: [Requirement] = []) {
    self.policy = policy
    self.requirements = requirements
  }

  /// Those asked for and those of the policy, each once.
  var allRequirements: [Requirement] {
    var seen: Set<Requirement> = []
    return (requirements + (policy?.policy.requirements ?? [])).filter { seen.insert($0).inserted }
  }

  func check(_ trust: Trust) -> PolicyCheck? {
    policy.map { PolicyCheck(source: $0, trust: trust) }
  }
}

/// Proves or refutes where a model file comes from, from the file, its attestation and the
/// repository alone.
public struct ModelAudit: Sendable {
  /// Who is believed.
  public var trust: Trust
  /// The attestation, when it does not lie beside the model.
  public var attestation: FilePath?
  /// What is demanded besides.
  public var demands = AuditDemands()
  /// Envelopes that came with the model by another way than beside it.
  var attached: AttachedEnvelopes?
  /// What a package says of the model, when it lies in one.
  var packaged: PackagedModel?

  /// Whether it is enough that somebody who is believed signed the model, though no build of
  /// modelgate made it.
  public var acceptsSignedElsewhere = false

  /// Believes these and no others.
  public init(trusting trust: Trust, attestation: FilePath? = nil) {
    self.trust = trust
    self.attestation = attestation
  }

  /// Recomputes everything that can be recomputed.
  public func verify(_ model: FilePath, in repository: borrowing Repository?) async
    -> AuditReport
  {
    var report = AuditReport(model: packaged?.name.printable ?? model.printable)
    report.isNarrowed = !demands.requirements.isEmpty
    guard let record = inspect(model, &report) else { return report }
    if let packaged { report.points.append(packaged.point(record)) }
    if let point = sshSignature(of: model) { report.points.append(point) }
    let build = await attested(record, model, repository, &report)
    if let build {
      report.provenance = build.provenance
      report.attestation = .of(build.line)
      report.points += ModelPoints(record: record, provenance: build.provenance).all
      if let point = MetricsPoint(provenance: build.provenance).point() {
        report.points.append(point)
      }
      report.points += await sourcePoints(build, in: repository)
    }
    report.points += await RequirementPoints(
      requirements: demands.allRequirements, trust: trust, policy: demands.check(trust),
      build: build, lines: attestation ?? AttestationFiles(beside: model).lines
    ).all(from: report.points, in: repository)
    return report
  }

  private func sourcePoints(_ build: AttestedBuild, in repository: borrowing Repository?) async
    -> [AuditPoint]
  {
    let provenance = build.provenance
    switch repository {
    case .some(let repository):
      var source = SourcePoints(provenance: provenance)
      source.acceptsWeakDigests = demands.policy?.policy.acceptsWeakDigests ?? true
      var points = source.all(in: repository)
      points.append(LedgerPoint(line: build.line, provenance: provenance).point(in: repository))
      points += await RebuildPoints(
        trust: trust, provenance: provenance, attestation: .of(build.line)
      ).all(in: repository)
      return points
    case .none:
      return [
        AuditPoint(
          "commit", .unknown, "there is no repository to look for the commit in",
          hints: ["modelgate audit verify --repo PATH MODEL"])
      ]
    }
  }

  private func inspect(_ model: FilePath, _ report: inout AuditReport) -> ModelRecord? {
    do throws(ModelFileError) {
      let record = try ModelFile.inspect(
        model, named: packaged?.name, sidecar: packaged?.sidecar)
      report.points.append(
        AuditPoint("file", .proved, "\(record.format), \(record.size) bytes, \(record.fileDigest)"))
      // A model is more than this file, and nothing here proves the rest.
      report.points += record.notes.map {
        AuditPoint("weights", .unknown, $0, hints: ModelRecord.hintsToCoverAll)
      }
      return record
    } catch {
      let outcome: AuditPoint.Outcome = error.status == .refused ? .failed : .unknown
      report.points.append(
        AuditPoint(
          "file", outcome, error.message, hints: outcome == .failed ? [] : error.hints))
      return nil
    }
  }

  private func sshSignature(of model: FilePath) -> AuditPoint? {
    let lines = attestation ?? AttestationFiles(beside: model).lines
    return SSHSignaturePoint(lines: lines, trust: trust).point()
  }

  /// The build that the policy allows first, or the first that there is.
  private func attested(
    _ record: ModelRecord, _ model: FilePath, _ repository: borrowing Repository?,
    _ report: inout AuditReport
  ) async -> AttestedBuild? {
    guard !trust.isEmpty else {
      report.points.append(.noTrust(model))
      return nil
    }
    do {
      let search = AttestationSearch(
        model: model, file: record.fileDigest, trust: trust, explicit: attestation,
        attached: attached)
      let outcome = try await search.run(in: repository)
      guard case .found(let builds) = outcome else {
        report.points += otherPoints(outcome, record, in: repository)
        return nil
      }
      return choose(among: builds, in: repository, &report)
    } catch {
      report.points.append(.init(error, "attestation"))
      return nil
    }
  }

  private func choose(
    among builds: [AttestedBuild], in repository: borrowing Repository?,
    _ report: inout AuditReport
  ) -> AttestedBuild? {
    var chosen: (build: AttestedBuild, policy: AuditPoint?)?
    for build in builds {
      let point = policyPoint(
        build.claim(.build, builder: build.provenance.builder), by: build.payload.signer,
        entry: .of(build.line), in: repository)
      if chosen == nil { chosen = (build, point) }
      guard point?.outcome ?? .proved == .proved else { continue }
      chosen = (build, point)
      break
    }
    guard let (build, point) = chosen else { return nil }
    report.points += signed(build.payload, at: build.place, build.provenance.model.file)
    if let point { report.points.append(point) }
    return build
  }

  private func policyPoint(
    _ claim: Claim, by signer: Signer, entry: Digest, in repository: borrowing Repository?
  ) -> AuditPoint? {
    guard let check = demands.check(trust) else { return nil }
    return check.point(check.verdict(on: claim, by: signer, entry: entry, in: repository))
  }

  private func signed(_ payload: VerifiedPayload, at place: String, _ file: Digest) -> [AuditPoint]
  {
    [
      AuditPoint("signature", .proved, "'\(place)' is signed by \(payload.signer.description)"),
      AuditPoint("subject", .proved, "it attests \(file)"),
    ]
  }

  /// What is to be said where no build of this file is attested.
  private func otherPoints(
    _ outcome: AttestationSearch.Outcome, _ record: ModelRecord,
    in repository: borrowing Repository?
  ) -> [AuditPoint] {
    switch outcome {
    case .found: return []
    case .otherFile(let payload, let provenance, let place):
      return [
        AuditPoint("signature", .proved, "'\(place)' is signed by \(payload.signer.description)"),
        AuditPoint(
          "subject", .failed,
          "it attests \(provenance.model.file), this file is \(record.fileDigest)"),
      ] + ModelPoints(record: record, provenance: provenance).all
    case .signedElsewhere(let payload, let signed, let place):
      let policy = policyPoint(
        Claim(.signature, builder: SignedModel.builder), by: payload.signer,
        entry: .of(payload.bytes), in: repository)
      return self.signed(payload, at: place, record.fileDigest) + [policy].compactMap(\.self)
        + SignedElsewherePoints(record: record, signed: signed)
        .all(isAccepted: acceptsSignedElsewhere)
    case .refused(let reason): return [AuditPoint("attestation", .failed, reason)]
    case .none:
      return [
        AuditPoint(
          "attestation", .failed,
          "no attestation speaks of \(record.fileDigest), beside the model or in the ledger")
      ]
    }
  }
}

extension AuditPoint {
  /// A point that an error ended.
  init(_ error: any Error, _ name: String) {
    let explained = error as? any ExplainedError
    self.init(
      name, explained?.status == .refused ? .failed : .unknown,
      explained?.message ?? "\(error)", hints: explained?.hints ?? [])
  }
}
