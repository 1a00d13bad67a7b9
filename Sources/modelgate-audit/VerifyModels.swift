// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Audit
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
      looked at. Without --key the public half of your own signing key is trusted.
      """)

  @Argument(help: "The model files.")
  var models: [String]

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp("Trust this public key; repeatable.", valueName: "pem"))
  var keys: [String] = []

  @Option(
    help: ArgumentHelp("The attestation, when it is not beside the model.", valueName: "file"))
  var attestation: String?

  @Option(help: "text or json.")
  var format: AuditFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard attestation == nil || models.count == 1 else {
      throw ValidationError("--attestation goes with one model")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let audit = ModelAudit(
      trusting: try TrustedKeys.load(keys), attestation: attestation.map { FilePath($0) })
    let reports = try run(audit)
    console.result(format.render(reports), terminator: "")
    let worst = reports.map(\.status).max { Self.rank($0) < Self.rank($1) } ?? .couldNotJudge
    if worst != .passed {
      for hint in Self.hints(reports) { console.complain("hint: \(hint)") }
    }
    return worst
  }

  private func run(_ audit: ModelAudit) throws -> [AuditReport] {
    let repository: Repository
    do throws(GitError) {
      repository = try Repository(at: common.repository)
    } catch {
      guard error.code == .notFound else { throw error }
      return models.map { audit.verify(FilePath($0), in: nil) }
    }
    let held: Repository? = repository
    var reports: [AuditReport] = []
    for model in models { reports.append(audit.verify(FilePath(model), in: held)) }
    return reports
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
