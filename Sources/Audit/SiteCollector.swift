// SPDX-License-Identifier: Apache-2.0

public import Attestation
import Digests
import Files
import Findings
public import GitAccess
import Ledger
public import Reports
import StrictJSON

/// Gathers what a site shows: every build that the ledger records, each of them audited.
///
/// The model files need not be here; what can only be said with one in hand is left to
/// ``ModelAudit``. Data is not read again either: its manifests are looked at in the commits.
public struct SiteCollector: Sendable {
  /// Who is believed.
  public var trust: Trust

  /// Believes these and nobody else.
  public init(trusting trust: Trust) { self.trust = trust }

  /// The models, in no particular order.
  public func models(in repository: borrowing Repository) async throws -> [SiteModel] {
    let ledger = try LedgerReader(of: repository)
    var builds: [(LedgerReader.Record, BuildProvenance)] = []
    try ledger.forEach(in: repository) { record in
      if let build = record.build { builds.append((record, build)) }
    }
    var kinds = DatasetKinds(ledger: ledger)
    var models: [SiteModel] = []
    for (record, build) in builds {
      var model = await model(record, build, in: repository)
      for (index, dataset) in build.datasets.enumerated() {
        model.datasets[index].kinds = kinds.of(dataset.digest, in: repository)
      }
      models.append(model)
    }
    return models
  }

  private func model(
    _ record: LedgerReader.Record, _ build: BuildProvenance, in repository: borrowing Repository
  ) async -> SiteModel {
    let envelope = record.envelope
    let signer = await signer(of: envelope)
    var report = AuditReport(model: build.model.name)
    report.points.append(signature(signer))
    report.points += SourcePoints(provenance: build, readsData: false).all(in: repository)
    report.points.append(
      AuditPoint("ledger", .proved, "'\(Ledger.reference)' holds the attestation"))
    report.points += await RebuildPoints(trust: trust, provenance: build, attestation: record.id)
      .all(in: repository)
    var model = SiteModel(
      build, record, report, signer: signer?.description ?? "none that is trusted")
    // The very bytes that were signed, not what this version would write.
    if let payload = envelope?.payload, let json = try? JSONValue.parse(payload) {
      model.statement = json.text(.pretty)
    }
    return model
  }

  private func signer(of envelope: Envelope?) async -> Signer? {
    guard let envelope else { return nil }
    return try? await trust.verify(envelope).signer
  }

  private func signature(_ signer: Signer?) -> AuditPoint {
    if let signer {
      return AuditPoint("signature", .proved, "the attestation is signed by \(signer.description)")
    }
    return trust.isEmpty
      ? AuditPoint("signature", .unknown, "no trusted key is known")
      : AuditPoint("signature", .failed, "no trusted key signed the attestation")
  }
}

extension SiteModel {
  fileprivate init(
    _ build: BuildProvenance, _ record: LedgerReader.Record, _ report: AuditReport, signer: String
  ) {
    self.init(
      page: String(record.id.hex.prefix(16)), name: build.model.name, format: build.model.format,
      file: build.model.file.description, payload: build.model.payload.description,
      pipeline: build.pipeline, invocation: build.invocation,
      startedOn: build.startedOn.description, finishedOn: build.finishedOn.description,
      commit: build.source.commit.description, tree: build.source.tree.description,
      repository: build.source.repository, reference: build.source.reference,
      command: build.command, environment: build.environment,
      datasets: build.datasets.map { dataset in
        Dataset(
          name: dataset.name, path: readable(dataset.path), digest: dataset.digest.description,
          format: dataset.format, files: dataset.files, bytes: dataset.bytes)
      },
      dependencies: build.dependencies.map {
        Dependency(path: readable($0.path), digest: $0.digest.description)
      },
      metrics: (try? build.reportedMetrics.get()) ?? [], verdict: Verdict(report),
      points: report.points.map {
        Point(name: $0.name, outcome: $0.outcome.rawValue, detail: $0.detail)
      },
      signer: signer, version: build.version, statement: "")
  }
}

/// A path without the quotes that a record puts around some; as recorded when it is no text.
private func readable(_ path: String) -> String { RelativePath(described: path)?.text ?? path }

extension SiteModel.Verdict {
  fileprivate init(_ report: AuditReport) {
    switch report.status {
    case .passed: self = .verified
    case .refused: self = .refuted
    default: self = .unknown
    }
  }
}
