// SPDX-License-Identifier: Apache-2.0

public import Attestation
import Digests
import Files
import Findings
import GitAccess
import Policy
public import SystemPackage

/// Proves or refutes that a model folder is as its OpenSSF Model Signing signature says.
public struct FolderAudit: Sendable {
  /// Who is believed.
  public var trust: Trust
  /// The signature, when it is not `model.sig` inside of the folder.
  public var signature: FilePath?
  /// Paths whose presence is accepted though nobody signed them: a file, or a folder with all in it.
  public var ignored: [String]
  /// What is demanded besides.
  public var demands = AuditDemands()

  /// Believes these and no others.
  public init(trusting trust: Trust, signature: FilePath? = nil, ignoring ignored: [String] = []) {
    self.trust = trust
    self.signature = signature
    self.ignored = ignored
  }

  /// Reads every byte of the folder.
  public func verify(_ folder: FilePath) async -> AuditReport {
    var report = AuditReport(model: folder.printable)
    report.isNarrowed = !demands.requirements.isEmpty
    report.points = await points(of: folder)
    let none: Repository? = nil
    report.points += await RequirementPoints(
      requirements: demands.allRequirements, trust: trust, policy: demands.check(trust),
      build: nil, lines: nil
    ).all(from: report.points, in: none)
    return report
  }

  private func points(of folder: FilePath) async -> [AuditPoint] {
    var points: [AuditPoint] = []
    let path = signature ?? folder.appending(SignedFolder.fileName)
    guard !trust.isEmpty else {
      return [.noTrust(folder)]
    }
    do {
      guard (try? FileStatus(following: path)) != nil else {
        return [AuditPoint("signature", .failed, "there is no signature '\(path.printable)'")]
      }
      let bundle = try SigstoreBundle.parse(
        try SmallFile.read(path, limit: 2 * Envelope.sizeLimit))
      let payload = try await trust.verify(bundle.envelope)
      points.append(
        AuditPoint(
          "signature", .proved, "'\(path.printable)' is signed by \(payload.signer.description)"))
      if let point = policyPoint(payload) { points.append(point) }
      let signed = try SignedFolder(payload)
      points.append(
        AuditPoint("root", .proved, "it lists \(amount(signed.files.count)), \(signed.root)"))
      let content = try ModelFolder(folder, signature: path)
      points += self.points(content.compare(with: signed))
    } catch {
      points.append(AuditPoint(error, "signature"))
    }
    return points
  }

  /// The ledger holds no signatures of folders, so only grants without an end let anybody sign one.
  private func policyPoint(_ payload: VerifiedPayload) -> AuditPoint? {
    guard let check = demands.check(trust) else { return nil }
    let none: Repository? = nil
    return check.point(
      check.verdict(
        on: Claim(.signature), by: payload.signer, entry: .of(payload.bytes), in: none))
  }

  private func points(_ found: FolderComparison) -> [AuditPoint] {
    let extra = found.extra.filter { !isIgnored($0) }
    let accepted = found.extra.count - extra.count
    var points = found.unreadable.map { AuditPoint("file", .unknown, $0.message) }
    points += found.changed.map { AuditPoint("file", .failed, "'\($0)' has another content") }
    points += found.missing.map { AuditPoint("file", .failed, "'\($0)' is missing") }
    points += extra.map { path in
      AuditPoint(
        "file", .failed, "'\(path)' is not covered by the signature",
        hints: ["--ignore \(ShellWord.quote(path))"])
    }
    points += found.hidden.map { path in
      AuditPoint(
        "ignored", .failed,
        "the signature asks verifiers to pass over '\(PrintableText.escape(path))'")
    }
    if points.isEmpty {
      points.append(AuditPoint("files", .proved, "\(amount(found.same)), \(found.bytes) bytes"))
    }
    if accepted > 0 {
      points.append(AuditPoint("files", .note, "\(accepted) files are there that nobody signed"))
    }
    return points
  }

  private func isIgnored(_ path: RelativePath) -> Bool {
    ignored.contains { RelativePath($0).map(path.isAtOrBelow) ?? false }
  }
}

extension AuditPoint {
  /// Nobody is believed, so nothing can be proved.
  static func noTrust(_ model: FilePath) -> AuditPoint {
    AuditPoint(
      "signature", .unknown, "no trusted key is known, so no signature can be believed",
      hints: ["modelgate audit verify --key PUBLIC.pem \(ShellWord.quote(model))"])
  }
}

/// A number of files in words.
private func amount(_ files: Int) -> String { files == 1 ? "1 file" : "\(files) files" }
