// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
import Testing

@testable import GateRules

/// Every rule catches its case and is quiet on the honest neighbour.
@Suite struct RuleCatalogueTests {
  @Test func idsAreUniqueAndNamedByFamily() {
    let ids = RuleTable.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
    for id in ids { #expect(id.wholeMatch(of: /(worktree|history|data|pipeline)\/[a-z-]+/) != nil) }
  }

  @Test func everyRuleExplainsItself() {
    for rule in RuleTable.rules {
      #expect(rule.explanation.count > 100, "\(rule.id)")
      #expect(rule.title.first?.isLowercase == true && !rule.title.hasSuffix("."), "\(rule.id)")
    }
  }

  @Test func everyRuleIsQuietOnACleanRepository() throws {
    #expect(Judgement(of: try .clean(), under: Policy()).findings.isEmpty)
  }

  @Test func everyRuleHasACaseHere() {
    let covered = Set(Case.all.map(\.rule))
    #expect(RuleTable.rules.map(\.id).filter { !covered.contains($0) } == [])
  }

  @Test(arguments: Case.all)
  func catchesItsCaseAndNoOtherRuleDoes(_ example: Case) throws {
    var snapshot = try Snapshot.clean(preset: example.preset)
    try example.change(&snapshot)
    let policy = Policy(levels: example.level.map { [example.rule: $0] } ?? [:])
    let findings = Judgement(of: snapshot, under: policy).findings
    #expect(findings.map(\.rule) == [example.rule])
    #expect(findings.allSatisfy { !$0.hints.isEmpty && !$0.message.hasSuffix(".") })
    #expect(Verdict(findings) == example.verdict)
  }

  @Test(arguments: Case.all)
  func doesNotLookWhenItIsOff(_ example: Case) throws {
    var snapshot = try Snapshot.clean(preset: example.preset)
    try example.change(&snapshot)
    let policy = Policy(levels: [example.rule: .off])
    #expect(Judgement(of: snapshot, under: policy).findings.isEmpty)
  }
}

@Suite struct JudgementTests {
  @Test func whatCannotBeDecidedOutweighsEveryLevelAndWaiver() throws {
    var snapshot = try Snapshot.clean()
    snapshot.changes = [try change(.unreadable("Permission denied"), "data/x")]
    let policy = Policy(
      levels: ["worktree/unreadable": .warn],
      waivers: [
        .init(rule: "worktree/unreadable", reason: "r", expires: "2999-01-01", isExpired: false) {
          _ in true
        }
      ])
    let judgement = Judgement(of: snapshot, under: policy)
    #expect(Verdict(judgement.findings) == .couldNotJudge)
  }

  @Test(arguments: [(false, Verdict.passed, 1), (true, Verdict.refused, 0)])
  func aWaiverAcceptsUntilItExpires(isExpired: Bool, verdict: Verdict, waived: Int) throws {
    var snapshot = try Snapshot.clean()
    snapshot.changes = [try change(.modified, "notes/x")]
    let waiver = Policy.Waiver(
      rule: "worktree/modified", reason: "generated", expires: "2026-01-01", isExpired: isExpired
    ) { $0.hasPrefix("notes/") }
    let judgement = Judgement(of: snapshot, under: Policy(waivers: [waiver]))
    #expect(Verdict(judgement.findings) == verdict)
    #expect(judgement.waived.count == waived)
  }

  @Test func pathsInHintsAreShellWords() throws {
    var snapshot = try Snapshot.clean()
    snapshot.changes = [try change(.deleted, "it's a file\n")]
    let finding = try #require(Judgement(of: snapshot, under: Policy()).findings.first)
    #expect(finding.hints.first == #"git restore -- $'it\047s\040a\040file\012'"#)
  }
}

/// A rule's own case.
struct Case: Sendable, CustomTestStringConvertible {
  let rule: String
  var verdict = Verdict.refused
  var preset = Preset.build
  /// For rules that are off unless asked for.
  var level: RuleLevel?
  let change: @Sendable (inout Snapshot) throws -> Void

  var testDescription: String { rule }

  static let all: [Case] = [
    Case(rule: "history/unborn", verdict: .couldNotJudge) {
      $0.commit = nil
      $0.repository.head = .unborn(branch: "refs/heads/main")
    },
    Case(rule: "history/unfinished-operation", verdict: .couldNotJudge) {
      $0.repository.unfinishedOperation = "merge"
    },
    Case(rule: "history/replaced") { $0.repository.hasGrafts = true },
    Case(rule: "history/shallow", verdict: .passed) { $0.repository.isShallow = true },
    Case(rule: "history/detached") {
      guard let commit = $0.commit else { return }
      ($0.repository.head, $0.repository.isOnReference) = (.detached(commit), false)
    },
    Case(rule: "history/unpushed") { $0.repository.publication = .unpublished },
    reference("history/rewritten") { .rewritten(from: $0, to: $0) },
    reference("history/no-commit", .couldNotJudge) { .noCommit($0) },
    Case(rule: "history/unsigned", level: .error) {
      $0.signatures = [SignatureFact(.unsigned, of: "commit 0")]
    },
    Case(rule: "history/tag-differs", preset: .release) {
      $0.repository.release.tags = [.init(name: "v1", agreement: .differs(remote: "origin"))]
    },
    Case(rule: "history/ledger-unpushed", preset: .release) {
      $0.repository.release.ledger = .absent
    },
    Case(rule: "worktree/redirected") {
      $0.repository.redirection = .files(of: "/model", at: "/copy")
    },
    files("worktree/modified", .modified),
    files("worktree/staged", .staged(.added)),
    files("worktree/deleted", .deleted),
    files("worktree/untracked", .untracked(isFolder: false)),
    files("worktree/ignored-input", .ignoredInput),
    files("worktree/type-changed", .typeChanged(now: "symbolic link")),
    files("worktree/mode-changed", .modeChanged(isExecutable: true)),
    files("worktree/line-ends", .lineEnds),
    files("worktree/lfs-changed", .pointerDiffers(expected: "sha256:00")),
    files("worktree/lfs-not-fetched", .pointerNotExpanded),
    files("worktree/annex-changed", .annexed(.differs(expected: "sha256:00"))),
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
    Case(rule: "worktree/name-twins", verdict: .passed) {
      let other = try #require(RelativePath("data/A.csv"))
      $0.changes = [try GateRulesTests.change(.twin(of: other), "data/a.csv")]
    },
    files("worktree/link-leaves-tree", .linkLeavesTree(target: "/etc")),
    dataset("data/unversioned") { $0.versioning = .none },
    dataset("data/no-digest") {
      $0.versioning = .undigested(UndigestedFacts(reason: "it is a WORM key"))
    },
    dataset("data/manifest-uncommitted") {
      $0.versioning = .uncommitted(manifest: try #require(RelativePath("data/train.sha256")))
    },
    dataset("data/manifest-malformed") {
      guard case .manifest(var manifest) = $0.versioning else { return }
      manifest.defect = "line 3 is not sorted"
      manifest.line = 3
      $0.versioning = .manifest(manifest)
    },
    dataset("data/changed") {
      $0.content = .differs([.init(.missing, at: try #require(RelativePath("data/train/a")))])
    },
    dataset("data/absent") { $0.content = .absent },
    dataset("data/unreadable", .couldNotJudge) {
      $0.content = .unreadable(path: "data/train", reason: "Permission denied")
    },
    dataset("data/tracked-twice", .passed) { $0.trackedFiles = 1 },
    Case(rule: "data/weak-digest", verdict: .passed, preset: .release) {
      guard case .manifest(var manifest) = $0.datasets[0].versioning else { return }
      manifest.isCollisionResistant = false
      $0.datasets[0].versioning = .manifest(manifest)
    },
    pipeline("data/undeclared") {
      $0.undeclaredData = [try #require(RelativePath("data/extra.csv"))]
    },
    content("data/large-file", .large(bytes: 51 << 20), "data/a.csv"),
    content("data/raw-under-lfs", .rawLargeFile, "data/a.bin"),
    content("pipeline/private-key", .privateKey("RSA PRIVATE KEY"), "server.pem"),
    content("data/dvc-lock", .stage("train", "has not been run"), "dvc.yaml"),
    content(
      "pipeline/lock-unpinned", .lock(.unpinned(requirement: "numpy", line: 1)),
      "requirements.txt"),
    Case(rule: "pipeline/lock-out-of-step") {
      let source = try #require(RelativePath("requirements.in"))
      let lock = try #require(RelativePath("requirements.txt"))
      $0.contents = [ContentFact(.lock(.outOfStep(with: source)), at: lock)]
    },
    Case(rule: "pipeline/notebook-outputs", verdict: .passed, level: .warn) {
      let path = try #require(RelativePath("train.ipynb"))
      $0.contents = [ContentFact(.notebookOutputs(cells: 2), at: path)]
    },
    Case(rule: "pipeline/configuration") {
      do throws(ConfigurationError) {
        _ = try Configuration(parsing: Array("version: 2\n".utf8))
      } catch {
        $0.configurationProblems = error.problems
      }
    },
    pipeline("pipeline/entry-point") {
      $0.uncommittedPrograms = [try #require(RelativePath("train.py"))]
    },
    pipeline("pipeline/dependencies") {
      $0.missingDependencies = [try #require(RelativePath("requirements.lock"))]
    },
  ]

  private static func files(
    _ rule: String, _ kind: FileChange.Kind, _ verdict: Verdict = .refused
  ) -> Case {
    Case(rule: rule, verdict: verdict) {
      $0.changes = [try GateRulesTests.change(kind, "data/a.csv")]
    }
  }

  private static func reference(
    _ rule: String, _ verdict: Verdict = .refused,
    _ change: @escaping @Sendable (ObjectID) -> ReferenceFact.Change
  ) -> Case {
    Case(rule: rule, verdict: verdict, preset: .push) {
      let id = try #require($0.commit)
      $0.references = [ReferenceFact(change(id), of: "refs/heads/main")]
    }
  }

  private static func dataset(
    _ rule: String, _ verdict: Verdict = .refused,
    _ spoil: @escaping @Sendable (inout DatasetFacts) throws -> Void
  ) -> Case {
    Case(rule: rule, verdict: verdict) { try spoil(&$0.datasets[0]) }
  }

  private static func content(_ rule: String, _ kind: ContentFact.Kind, _ path: String) -> Case {
    Case(rule: rule) {
      let place: RelativePath = try #require(RelativePath(path))
      $0.contents = [ContentFact(kind, at: place)]
    }
  }

  private static func pipeline(
    _ rule: String, _ spoil: @escaping @Sendable (inout PipelineFacts) throws -> Void
  ) -> Case {
    Case(rule: rule) { try spoil(&$0.pipelines[0]) }
  }
}

func change(_ kind: FileChange.Kind, _ path: String) throws -> FileChange {
  let place: RelativePath = try #require(RelativePath(path))
  return FileChange(kind, at: place)
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
      path: try #require(RelativePath("data/train.sha256")), format: "sha256",
      blob: ObjectID(hashing: [], type: "blob"))
    snapshot.datasets = [
      DatasetFacts(
        name: "train", path: try #require(RelativePath("data/train")),
        declaration: Location("modelgate.yaml", line: 3), versioning: .manifest(manifest),
        content: .verified(digest: .of([]), files: 1, bytes: 0))
    ]
    snapshot.pipelines = [
      PipelineFacts(name: "churn", declaration: Location("modelgate.yaml", line: 5))
    ]
    return snapshot
  }
}
