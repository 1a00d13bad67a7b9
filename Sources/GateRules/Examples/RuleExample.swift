// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import GitAccess

/// A rule's own case: facts in which it finds something, and no other rule does.
///
/// Its page shows what is then said; the tests hold every rule to it.
struct RuleExample: Sendable {
  let rule: String
  var verdict = Verdict.refused
  var preset = Preset.build
  /// For rules that are off unless asked for.
  var level: RuleLevel?
  /// Spoils a repository where everything is as it should be.
  let change: @Sendable (inout Snapshot) throws -> Void

  /// The policy under which the rule looks.
  var policy: Policy { Policy(levels: level.map { [rule: $0] } ?? [:]) }

  /// The facts.
  func snapshot() throws -> Snapshot {
    var snapshot = try Snapshot.clean(preset: preset)
    try change(&snapshot)
    return snapshot
  }

  /// What the gate says of them.
  func findings() throws -> [Finding] {
    Judgement(of: try snapshot(), under: policy).findings
  }

  static func path(_ text: String) throws -> RelativePath {
    guard let path = RelativePath(text) else { throw Failure("'\(text)' is no path") }
    return path
  }
}

extension Snapshot {
  /// A repository where everything is as it should be: the honest neighbour of every case.
  static func clean(preset: Preset = .develop) throws -> Snapshot {
    let commit = ObjectID(hashing: [], type: "commit")
    var facts = RepositoryFacts(head: .branch("refs/heads/main", commit))
    facts.remotes = ["origin"]
    facts.publication = .published
    var snapshot = Snapshot(
      subject: .worktree, preset: preset, commit: commit, repository: facts)
    let manifest = ManifestFacts(
      path: try RuleExample.path("data/train.sha256"), format: "sha256",
      blob: ObjectID(hashing: [], type: "blob"))
    snapshot.datasets = [
      DatasetFacts(
        name: "train", path: try RuleExample.path("data/train"),
        declaration: Location("modelgate.yaml", line: 3), versioning: .manifest(manifest),
        content: .verified(digest: .of([]), files: 1, bytes: 0))
    ]
    snapshot.pipelines = [
      PipelineFacts(name: "churn", declaration: Location("modelgate.yaml", line: 5))
    ]
    return snapshot
  }
}
