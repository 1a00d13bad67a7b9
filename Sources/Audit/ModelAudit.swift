// SPDX-License-Identifier: Apache-2.0

public import Attestation
import Digests
import Files
import Findings
public import GitAccess
import Ledger
import Stamps
public import SystemPackage

/// Proves or refutes where a model file comes from, from the file, its attestation and the
/// repository alone.
public struct ModelAudit: Sendable {
  /// Who is believed.
  public var trust: Trust
  /// The attestation, when it does not lie beside the model.
  public var attestation: FilePath?

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
    var report = AuditReport(model: model.printable)
    guard let record = inspect(model, &report) else { return report }
    if let point = sshSignature(of: model) { report.points.append(point) }
    guard let (provenance, line) = await attested(record, model, repository, &report) else {
      return report
    }
    report.provenance = provenance
    report.attestation = .of(line)
    report.points += ModelPoints(record: record, provenance: provenance).all
    if let point = MetricsPoint(provenance: provenance).point() { report.points.append(point) }
    switch repository {
    case .some(let repository):
      report.points += SourcePoints(provenance: provenance).all(in: repository)
      report.points.append(LedgerPoint(line: line, provenance: provenance).point(in: repository))
      report.points += await RebuildPoints(
        trust: trust, provenance: provenance, attestation: .of(line)
      ).all(in: repository)
    case .none:
      report.points.append(
        AuditPoint(
          "commit", .unknown, "there is no repository to look for the commit in",
          hints: ["modelgate audit verify --repo PATH \(ShellText.quote(model.printable))"]))
    }
    return report
  }

  private func inspect(_ model: FilePath, _ report: inout AuditReport) -> ModelRecord? {
    do throws(ModelFileError) {
      let record = try ModelFile.inspect(model)
      report.points.append(
        AuditPoint("file", .proved, "\(record.format), \(record.size) bytes, \(record.fileDigest)"))
      report.points += record.notes.map { AuditPoint("file", .note, $0) }
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
    let lines = attestation ?? FilePath(rawBytes: model.byteArray + Array(".intoto.jsonl".utf8))
    return SSHSignaturePoint(lines: lines, trust: trust).point()
  }

  private func attested(
    _ record: ModelRecord, _ model: FilePath, _ repository: borrowing Repository?,
    _ report: inout AuditReport
  ) async -> (BuildProvenance, [UInt8])? {
    guard !trust.isEmpty else {
      report.points.append(.noTrust(model))
      return nil
    }
    do {
      let search = AttestationSearch(
        model: model, file: record.fileDigest, trust: trust, explicit: attestation)
      switch try await search.run(in: repository) {
      case .found(let payload, let provenance, let line, let place):
        report.points.append(
          AuditPoint("signature", .proved, "'\(place)' is signed by \(payload.signer.description)"))
        report.points.append(AuditPoint("subject", .proved, "it attests \(record.fileDigest)"))
        return (provenance, line)
      case .otherFile(let payload, let provenance, let place):
        report.points.append(
          AuditPoint("signature", .proved, "'\(place)' is signed by \(payload.signer.description)"))
        report.points.append(
          AuditPoint(
            "subject", .failed,
            "it attests \(provenance.model.file), this file is \(record.fileDigest)"))
        report.points += ModelPoints(record: record, provenance: provenance).all
      case .signedElsewhere(let payload, let signed, let place):
        report.points.append(
          AuditPoint("signature", .proved, "'\(place)' is signed by \(payload.signer.description)"))
        report.points.append(AuditPoint("subject", .proved, "it attests \(record.fileDigest)"))
        report.points += SignedElsewherePoints(record: record, signed: signed)
          .all(isAccepted: acceptsSignedElsewhere)
      case .refused(let reason):
        report.points.append(AuditPoint("attestation", .failed, reason))
      case .none:
        report.points.append(
          AuditPoint(
            "attestation", .failed,
            "no attestation speaks of \(record.fileDigest), beside the model or in the ledger"))
      }
    } catch {
      report.points.append(.init(error, "attestation"))
    }
    return nil
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

/// Text inside commands that people paste.
enum ShellText {
  static func quote(_ text: String) -> String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,@%:="
    if !text.isEmpty, text.allSatisfy(plain.contains) { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}
