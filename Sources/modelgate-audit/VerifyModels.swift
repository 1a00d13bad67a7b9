// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Audit
import Files
import Findings
import GitAccess
import SystemPackage
import ToolSupport

struct VerifyModels: Tool {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute everything that a model's attestation claims.",
    discussion: """
      Exits 0 when every point is proved, 1 as soon as one is refuted, 2 when one could not be \
      looked at. A folder is compared with its OpenSSF Model Signing signature, 'model.sig'. 'oci:PATH:TAG' is a \
      package in an OCI image layout: its blobs are read, and its models verified as files are. \
      Without --key, --signers or --ca the public half of your own signing key is trusted.
      """)

  @Argument(help: "Model files, folders, or oci:LAYOUT[:TAG].")
  var models: [String]

  @OptionGroup(title: "Who is believed") var trust: TrustOptions

  @OptionGroup(title: "What is demanded") var demands: DemandOptions

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
    let reports = try await run()
    console.result(format.render(reports), terminator: "")
    let worst = reports.map(\.status).max { Self.rank($0) < Self.rank($1) } ?? .couldNotJudge
    if worst != .passed {
      for hint in Self.hints(reports) { console.complain("hint: \(hint)") }
    }
    return worst
  }

  private func run() async throws -> [AuditReport] {
    let demands = try demands.load(repository: common.repository)
    let trust = try trust.load(with: demands.policy?.policy)
    let attestation = attestation.map { FilePath($0) }
    var audit = ModelAudit(trusting: trust, attestation: attestation)
    audit.acceptsSignedElsewhere = signedElsewhere
    audit.demands = demands
    var folders = FolderAudit(trusting: trust, signature: attestation, ignoring: ignored)
    folders.demands = demands
    return try await AuditRun(models: audit, folders: folders, repository: common.repository)
      .reports(on: models.map { AuditSubject($0) })
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
