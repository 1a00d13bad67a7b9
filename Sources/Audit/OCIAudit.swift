// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import Findings
public import GitAccess
public import Packaging
import Stamps
import SystemPackage

/// Proves or refutes where the models of an OCI image layout come from.
///
/// Every blob is read and compared with its digest and size. A model is verified as a file is, by
/// the attestations that lie beside it in the package, that are attached to the package, or that
/// the ledger holds.
public struct OCIAudit: Sendable {
  private static let smallLimit = 64 << 20

  /// How each model is verified.
  public var models: ModelAudit

  /// Verifies models in this way.
  public init(verifying models: ModelAudit) { self.models = models }

  /// Reads every byte of a package.
  public func verify(_ reference: OCIReference, in repository: borrowing Repository?) async
    -> AuditReport
  {
    var report = AuditReport(model: reference.description)
    report.isNarrowed = !models.demands.requirements.isEmpty
    do {
      let layout = try OCILayout(reference.path)
      let package = try OCIPackage(reference, in: layout)
      report.points.append(
        AuditPoint(
          "package", .proved,
          "manifest \(package.digest), \(package.manifest.layers.count) layers"))
      let found = package.members.filter(\.isModel)
      report.points += checkBlobs(of: package, besides: found, in: layout)
      if let point = package.uncovered(by: found) { report.points.append(point) }
      report.points += package.archives
      if found.isEmpty {
        report.points.append(AuditPoint("model", .unknown, "no layer is a model file"))
      }
      for member in found {
        let one = await verify(member, of: package, reference, in: layout, repository)
        report.points += one.points.map { $0.naming(found.count > 1 ? "\(member.path) " : "") }
        if found.count == 1 {
          (report.provenance, report.attestation) = (one.provenance, one.attestation)
        }
      }
    } catch {
      report.points.append(AuditPoint(error, "package"))
    }
    return report
  }

  /// The models are left out: they are read when they are verified.
  private func checkBlobs(
    of package: OCIPackage, besides models: [OCIPackage.Member], in layout: borrowing OCILayout
  ) -> [AuditPoint] {
    var left = Set(models.map(\.content.digest))
    var faults: [AuditPoint] = []
    var bytes: Int64 = 0
    let blobs = [package.manifest.config] + package.manifest.layers + package.attached
    let others = blobs.filter { left.insert($0.digest).inserted }
    for blob in others {
      do {
        try layout.check(blob)
        bytes = bytes.addingReportingOverflow(blob.size).partialValue
      } catch {
        faults.append(AuditPoint(error, "blob"))
      }
    }
    guard faults.isEmpty else { return faults }
    return [AuditPoint("blobs", .proved, "\(others.count) other blobs, \(bytes) bytes")]
  }

  private func verify(
    _ member: OCIPackage.Member, of package: OCIPackage, _ reference: OCIReference,
    in layout: borrowing OCILayout, _ repository: borrowing Repository?
  ) async -> AuditReport {
    var audit = models
    audit.packaged = PackagedModel(
      name: FilePath(member.path.description), digest: member.content.digest,
      size: member.content.size)
    do {
      if let sidecar = package.member(member.path, ".modelgate.json") {
        try layout.check(sidecar.content)
        audit.packaged?.sidecar = try layout.file(of: sidecar.content)
      }
      audit.attached = AttachedEnvelopes(
        envelopes: try envelopes(about: member, of: package, in: layout),
        place: reference.description)
      return await audit.verify(try layout.file(of: member.content), in: repository)
    } catch {
      var report = AuditReport(model: member.path.description)
      report.points = [AuditPoint(error, "attestation")]
      return report
    }
  }

  private func envelopes(
    about member: OCIPackage.Member, of package: OCIPackage, in layout: borrowing OCILayout
  ) throws -> [Envelope] {
    var envelopes: [Envelope] = []
    if let lines = package.member(member.path, ".intoto.jsonl") {
      let text = try layout.content(of: lines.content, limit: Self.smallLimit)
      envelopes += try EnvelopeLines(parsing: text).envelopes.map(\.envelope)
    }
    let bundles = [package.member(member.path, ".sigstore.json")?.content].compactMap(\.self)
    for blob in bundles + package.attached {
      let text = try layout.content(of: blob, limit: Self.smallLimit)
      // By content, since tools disagree on the media types.
      if let bundle = try? SigstoreBundle.parse(text) {
        envelopes.append(bundle.envelope)
      } else {
        envelopes += try EnvelopeLines(parsing: text).envelopes.map(\.envelope)
      }
    }
    return envelopes
  }
}

/// A model inside of a package, whose file has another name there.
struct PackagedModel {
  let name: FilePath
  let digest: Digest
  let size: Int64
  var sidecar: FilePath?

  /// Whether the file is the blob that the manifest declares.
  func point(_ record: ModelRecord) -> AuditPoint {
    .check(
      "blob", record.fileDigest == digest && record.size == size,
      yes: "'\(name.printable)', as declared",
      no: "'\(name.printable)' is \(record.fileDigest), \(record.size) bytes; declared are "
        + "\(digest), \(size) bytes")
  }
}

extension AuditPoint {
  fileprivate func naming(_ prefix: String) -> AuditPoint {
    var point = self
    point.name = prefix + name
    return point
  }
}

extension OCIPackage {
  /// The member beside another one whose name has more at its end.
  fileprivate func member(_ path: RelativePath, _ suffix: String) -> Member? {
    let wanted = path.bytes + Array(suffix.utf8)
    return members.first { $0.path.bytes == wanted }
  }

  /// Files that come with the models and that no attestation of a model speaks of: that they are what
  /// the manifest says proves nothing of who put them there.
  fileprivate func uncovered(by models: [Member]) -> AuditPoint? {
    let suffixes = ["", ".intoto.jsonl", ".sigstore.json", ".modelgate.json"]
    let known = Set(models.flatMap { model in suffixes.map { model.path.bytes + Array($0.utf8) } })
    let others = members.filter { !known.contains($0.path.bytes) }
    guard let first = others.first else { return nil }
    return AuditPoint(
      "files", .note,
      "\(others.count) other files of the package are as its manifest says, and nobody attests them; "
        + "first is '\(first.path)'")
  }

  /// Weights that are packed in archives are not looked into.
  fileprivate var archives: [AuditPoint] {
    members.filter { $0.isArchive && $0.content.isWeight }.map { member in
      AuditPoint(
        "model", .unknown,
        "'\(member.path)' is an archive (\(PrintableText.escape(member.content.mediaType))); "
          + "unpack it and verify what is in it")
    }
  }
}

extension OCIPackage.Member {
  fileprivate var isArchive: Bool {
    ["tar", "gzip", "zstd", "zip"].contains { content.mediaType.contains($0) }
  }

  /// By its media type, or by an ending that names a format of models.
  fileprivate var isModel: Bool {
    let name = FilePath(path.description)
    return !isArchive && (content.isWeight || ModelFile.isNamedLikeAModel(name))
  }
}

extension OCIDescriptor {
  /// `application/vnd.cncf.model.weight.v1.raw` and its like, not `weight.config`.
  fileprivate var isWeight: Bool {
    mediaType.contains(".weight.v1.") || mediaType.contains("modelkit.model")
  }
}
