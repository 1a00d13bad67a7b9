// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Audit
import Files
import Findings
import GitAccess
import KeyOptions
import SystemPackage
import ToolSupport

struct VerifyModels: Tool {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute everything that a model's attestation claims.",
    discussion: """
      Exits 0 when every point is proved, 1 as soon as one is refuted, 2 when one could not be \
      looked at. A folder is compared with its OpenSSF Model Signing signature, 'model.sig'. \
      Without --key, --signers or --ca the public half of your own signing key is trusted.
      """)

  @Argument(help: "The model files, or folders.")
  var models: [String]

  @OptionGroup(title: "Who is believed") var trust: TrustOptions

  @Option(
    help: ArgumentHelp(
      "The attestation, when it is not beside the model, or the signature of a folder.",
      valueName: "file"))
  var attestation: String?

  @Option(
    name: .customLong("ignore"),
    help: ArgumentHelp(
      "Accept this path in a model folder though nobody signed it; repeatable.",
      valueName: "path"))
  var ignored: [String] = []

  @Flag(
    help: "Accept models that were only signed ('modelgate stamp sign') and trained elsewhere.")
  var signedElsewhere = false

  @Option(help: "text or json.")
  var format: AuditFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard attestation == nil || models.count == 1 else {
      throw ValidationError("--attestation goes with one model")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let reports = try await run(try trust.load())
    console.result(format.render(reports), terminator: "")
    let worst = reports.map(\.status).max { Self.rank($0) < Self.rank($1) } ?? .couldNotJudge
    if worst != .passed {
      for hint in Self.hints(reports) { console.complain("hint: \(hint)") }
    }
    return worst
  }

  private func run(_ trust: Trust) async throws -> [AuditReport] {
    let paths = models.map { FilePath($0) }
    let folders = paths.filter { (try? FileStatus(following: $0))?.kind == .directory }
    let repository = folders.count < paths.count ? try openRepository() : nil
    let attestation = attestation.map { FilePath($0) }
    var audit = ModelAudit(trusting: trust, attestation: attestation)
    audit.acceptsSignedElsewhere = signedElsewhere
    let folderAudit = FolderAudit(trusting: trust, signature: attestation, ignoring: ignored)
    var reports: [AuditReport] = []
    for path in paths {
      reports.append(
        folders.contains(path)
          ? await folderAudit.verify(path) : await audit.verify(path, in: repository))
    }
    return reports
  }

  /// Nil where there is none; a repository that cannot be opened is an error.
  private func openRepository() throws -> Repository? {
    do throws(GitError) {
      return try Repository(at: common.repository)
    } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  /// A refuted model outweighs one that could not be looked at.
  private static func rank(_ status: ExitStatus) -> Int {
    switch status {
    case .passed: 0
    case .refused: 2
    default: 1
    }
  }

  private static func hints(_ reports: [AuditReport]) -> [String] {
    var seen: Set<String> = []
    return reports.flatMap(\.points).filter { $0.outcome != .proved }.flatMap(\.hints)
      .filter { seen.insert($0).inserted }
  }
}
