// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
import Remotes

extension RuleExample {
  /// The example of a rule.
  static func of(_ rule: Rule) -> RuleExample? { all.first { $0.rule == rule.id } }

  /// One for each rule, in the order in which they are reported.
  static let all: [RuleExample] = [
    RuleExample(rule: "history/unborn", verdict: .couldNotJudge) {
      $0.commit = nil
      $0.repository.head = .unborn(branch: "refs/heads/main")
    },
    RuleExample(rule: "history/unfinished-operation", verdict: .couldNotJudge) {
      $0.repository.unfinishedOperation = "merge"
    },
    RuleExample(rule: "history/replaced") { $0.repository.hasGrafts = true },
    RuleExample(rule: "history/shallow", verdict: .passed) { $0.repository.isShallow = true },
    RuleExample(rule: "history/detached") {
      guard let commit = $0.commit else { return }
      ($0.repository.head, $0.repository.isOnReference) = (.detached(commit), false)
    },
    RuleExample(rule: "history/unpushed") { $0.repository.publication = .unpublished },
    reference("history/rewritten") { .rewritten(from: $0, to: $1) },
    reference("history/no-commit", .couldNotJudge) { .noCommit($1) },
    RuleExample(rule: "history/unsigned", level: .error) {
      $0.signatures = [SignatureFact(.unsigned, of: "commit 0123456789ab")]
    },
    RuleExample(rule: "history/tag-differs", preset: .release) {
      $0.repository.release.tags = [.init(name: "v1", agreement: .differs(remote: "origin"))]
    },
    RuleExample(rule: "history/ledger-unpushed", preset: .release) {
      $0.repository.release.ledger = .absent
    },
    RuleExample(rule: "worktree/redirected") {
      $0.repository.redirection = .files(of: "/model", at: "/copy")
    },
    files("worktree/modified", .modified),
    files("worktree/staged", .staged(.added)),
    files("worktree/deleted", .deleted),
    files("worktree/untracked", .untracked(isFolder: false)),
    files("worktree/ignored-input", .ignoredInput),
    files("worktree/type-changed", .typeChanged(now: "symbolic link")),
    files("worktree/mode-changed", .modeChanged(isExecutable: true)),
    files("worktree/line-ends", .lineEnds, .passed),
    files("worktree/lfs-changed", .pointerDiffers(expected: "sha256:9f86d081…")),
    files("worktree/lfs-not-fetched", .pointerNotExpanded),
    files("worktree/annex-changed", .annexed(.differs(expected: "sha256:9f86d081…"))),
    files("worktree/annex-not-fetched", .annexed(.notFetched)),
    files("worktree/annex-no-digest", .annexed(.undigested("it is a WORM key"))),
    files("worktree/annex-no-digest", .annexed(.unsupported("it is Skein")), .couldNotJudge),
    files("worktree/filtered", .filtered(by: "secret"), .couldNotJudge),
    files("worktree/flagged", .flagged(.assumeUnchanged)),
    files("worktree/sparse", .sparse),
    files("worktree/nested-repository", .nestedRepository),
    files("worktree/submodule", .submodule(.missing)),
    files("worktree/submodule-unpushed", .submoduleUnpushed("0123456789ab", doubt: nil)),
    files("worktree/special-file", .special("FIFO")),
    files("worktree/unreadable", .unreadable("Permission denied"), .couldNotJudge),
    RuleExample(rule: "worktree/name-twins", verdict: .passed) {
      let other = try path("data/A.csv")
      $0.changes = [FileChange(.twin(of: other), at: try path("data/a.csv"))]
    },
    files("worktree/link-leaves-tree", .linkLeavesTree(target: "/etc")),
    dataset("data/unversioned") { $0.versioning = .none },
    dataset("data/no-digest") {
      $0.versioning = .undigested(UndigestedFacts(reason: "it is a WORM key"))
    },
    dataset("data/manifest-uncommitted") {
      $0.versioning = .uncommitted(manifest: try path("data/train.sha256"))
    },
    dataset("data/manifest-malformed") {
      guard case .manifest(var manifest) = $0.versioning else { return }
      manifest.defect = "line 3 is not sorted"
      manifest.line = 3
      $0.versioning = .manifest(manifest)
    },
    dataset("data/changed") {
      $0.content = .differs([.init(.missing, at: try path("data/train/a"))])
    },
    dataset("data/absent") { $0.content = .absent },
    dataset("data/unreadable", .couldNotJudge) {
      $0.content = .unreadable(path: "data/train", reason: "Permission denied")
    },
    dataset("data/tracked-twice", .passed) { $0.trackedFiles = 1 },
    RuleExample(rule: "data/weak-digest", verdict: .passed, preset: .release) {
      guard case .manifest(var manifest) = $0.datasets[0].versioning else { return }
      manifest.isCollisionResistant = false
      $0.datasets[0].versioning = .manifest(manifest)
    },
    pipeline("data/undeclared") {
      $0.undeclaredData = [try path("data/extra.csv")]
    },
    content("data/large-file", .large(bytes: 51 << 20), "data/a.csv"),
    content("data/raw-under-lfs", .rawLargeFile, "data/a.bin"),
    RuleExample(rule: "data/lfs-pointer-loose", verdict: .passed) {
      $0.contents = [ContentFact(.loosePointer, at: try path("data/a.bin"))]
    },
    content("pipeline/private-key", .privateKey("RSA PRIVATE KEY"), "server.pem"),
    content("data/dvc-lock", .stage("train", "has not been run"), "dvc.yaml"),
    remote("data/unpushed", .absent(reason: "it is not there")),
    remote("data/unpushed", .undecided(reason: "no route to host"), .couldNotJudge),
    RuleExample(rule: "data/unpushed", verdict: .couldNotJudge) {
      $0.remotes = [RemoteReport("a", format: "dvc", .undecided(reason: "no keys"), hints: ["x"])]
    },
    RuleExample(rule: "data/no-remote", verdict: .passed) {
      let hint = "dvc remote add --default NAME URL"
      $0.remotes = [RemoteReport("data/train", format: "dvc", .noRemote, hints: [hint])]
    },
    content(
      "pipeline/lock-unpinned", .lock(.unpinned(requirement: "numpy", line: 1)),
      "requirements.txt"),
    RuleExample(rule: "pipeline/lock-out-of-step") {
      let source = try path("requirements.in")
      let lock = try path("requirements.txt")
      $0.contents = [ContentFact(.lock(.outOfStep(with: source)), at: lock)]
    },
    RuleExample(rule: "pipeline/notebook-outputs", verdict: .passed, level: .warn) {
      let path = try path("train.ipynb")
      $0.contents = [ContentFact(.notebookOutputs(cells: 2), at: path)]
    },
    RuleExample(rule: "pipeline/configuration") {
      do throws(ConfigurationError) {
        _ = try Configuration(parsing: Array("version: 2\n".utf8))
      } catch {
        $0.configurationProblems = error.problems
      }
    },
    pipeline("pipeline/entry-point") {
      $0.uncommittedPrograms = [try path("train.py")]
    },
    pipeline("pipeline/dependencies") {
      $0.missingDependencies = [try path("requirements.lock")]
    },
  ]

  private static func files(
    _ rule: String, _ kind: FileChange.Kind, _ verdict: Verdict = .refused
  ) -> RuleExample {
    RuleExample(rule: rule, verdict: verdict) {
      $0.changes = [FileChange(kind, at: try path("data/a.csv"))]
    }
  }

  private static func reference(
    _ rule: String, _ verdict: Verdict = .refused,
    _ change: @escaping @Sendable (_ old: ObjectID, _ new: ObjectID) -> ReferenceFact.Change
  ) -> RuleExample {
    RuleExample(rule: rule, verdict: verdict, preset: .push) {
      let (old, new) = (ObjectID(hashing: [], type: "old"), ObjectID(hashing: [], type: "new"))
      $0.references = [ReferenceFact(change(old, new), of: "refs/heads/main")]
    }
  }

  private static func dataset(
    _ rule: String, _ verdict: Verdict = .refused,
    _ spoil: @escaping @Sendable (inout DatasetFacts) throws -> Void
  ) -> RuleExample {
    RuleExample(rule: rule, verdict: verdict) { try spoil(&$0.datasets[0]) }
  }

  private static func remote(
    _ rule: String, _ presence: Presence, _ verdict: Verdict = .refused
  ) -> RuleExample {
    RuleExample(rule: rule, verdict: verdict) {
      let object = RemoteReport.Object(try path("data/train/a"), presence)
      $0.remotes = [
        RemoteReport(
          "data/train", format: "dvc", remote: "store (s3://bucket)", .judged([object]),
          hints: ["dvc push data/train.dvc"])
      ]
    }
  }

  private static func content(_ rule: String, _ kind: ContentFact.Kind, _ place: String)
    -> RuleExample
  {
    RuleExample(rule: rule) {
      $0.contents = [ContentFact(kind, at: try path(place))]
    }
  }

  private static func pipeline(
    _ rule: String, _ spoil: @escaping @Sendable (inout PipelineFacts) throws -> Void
  ) -> RuleExample {
    RuleExample(rule: rule) { try spoil(&$0.pipelines[0]) }
  }
}
