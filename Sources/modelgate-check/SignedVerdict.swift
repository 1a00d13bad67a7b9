// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import Findings
import GateRules
import GitAccess
import KeyOptions
import Stamps
import StrictJSON
import SystemPackage
import ToolSupport

/// The gate's verdict on a commit as a SLSA verification summary, signed.
struct SignedVerdict {
  private static let verifier = "urn:modelgate:gate:v1"

  let outcome: GateOutcome
  let report: GateReport
  /// Whether the files as they are were judged, and not a commit's tree alone.
  let judgesWorktree: Bool

  /// Signs the verdict and adds it to a file of DSSE envelopes.
  ///
  /// A verdict that was not reached is not signed: there is nothing that it could say.
  func write(to file: FilePath, with options: SigningOptions, repository path: FilePath) throws {
    guard outcome.verdict != .couldNotJudge else {
      throw Failure("there is no verdict to sign, since the gate could not judge")
    }
    let repository = try Repository(at: path)
    let key = try options.load(worktree: repository.worktree)
    let statement = try statement(repository)
    try EnvelopeLines.append(try statement.signed(with: key), to: file)
  }

  private func statement(_ repository: borrowing Repository) throws -> Statement {
    guard let id = outcome.commit,
      let time = Timestamp(secondsSinceEpoch: WallClock.seconds)
    else {
      throw Failure(
        "'--attest' is for the verdict on one commit", hints: ["modelgate check --commit HEAD"],
        status: .usage)
    }
    let tree = try repository.commit(id).tree
    let summary = VerificationSummary(
      verifier: Self.verifier, timeVerified: time,
      resourceURI: try Self.address(of: repository) ?? "git+local:\(id)",
      policy: try policy(tree, repository), isPassed: outcome.verdict == .passed,
      verifiedLevels: SourceLevel.held(
        by: report, preset: outcome.preset, judgesWorktree: judgesWorktree))
    var subject = ResourceDescriptor(
      digest: ["gitCommit": id.description, "gitTree": tree.description],
      annotations: ["modelgateVersion": .string(Version.current)])
    if case .branch(let name, id) = try repository.head() {
      subject.annotations["sourceRefs"] = [.string(name)]
    }
    return summary.statement(about: [subject])
  }

  private static func address(of repository: borrowing Repository) throws -> String? {
    let remotes = try repository.remotes()
    guard let name = remotes.contains("origin") ? "origin" : remotes.first,
      let url = try repository.url(ofRemote: name)
    else { return nil }
    return Stamp.publicRepositoryURL(url).map { "git+" + $0 }
  }

  /// The preset by name; the commit's own configuration by its blob, where it has one.
  private func policy(_ tree: ObjectID, _ repository: borrowing Repository) throws
    -> ResourceDescriptor
  {
    var policy = ResourceDescriptor(uri: "urn:modelgate:preset:\(outcome.preset.rawValue)")
    if let path = RelativePath("modelgate.yaml"),
      let blob = try repository.entry(at: path, in: tree)?.id
    {
      policy.digest = ["gitBlob": blob.description]
    }
    return policy
  }
}

/// What a gate that passed says of a source, by the names that SLSA leaves to organisations.
enum SourceLevel {
  private static let families = [
    ("worktree/", "ORG_SOURCE_WORKTREE_CLEAN"), ("data/", "ORG_SOURCE_DATA_PINNED"),
    ("pipeline/", "ORG_SOURCE_PIPELINE_PINNED"), ("history/", "ORG_SOURCE_HISTORY_WHOLE"),
  ]

  /// The levels that hold: of such a family every rule that the preset takes seriously was applied
  /// as seriously, and none found anything, waived or not.
  static func held(by report: GateReport, preset: Preset, judgesWorktree: Bool) -> [String] {
    families.filter { judgesWorktree || $0.0 != "worktree/" }.filter { family, _ in
      RuleTable.rules.filter { $0.id.hasPrefix(family) && $0.level(preset) == .error }
        .allSatisfy { rule in report.rules.contains { $0.id == rule.id && $0.level == .error } }
        && !(report.findings + report.waived.map(\.finding)).contains {
          $0.rule.hasPrefix(family) && $0.severity != .warning
        }
    }.map(\.1)
  }
}
