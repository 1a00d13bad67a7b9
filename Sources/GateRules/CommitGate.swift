// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage

/// Judges the trees of commits; no file of the worktree counts.
struct CommitGate {
  /// Which commits are judged, the one that counts most first.
  enum Commits {
    /// Each by its own tree, of which it answers for what it changes where the mode says so.
    case each([ObjectID])
    /// One for several: it answers for all that none of some older ones has.
    case tip(ObjectID, since: [ObjectID])
  }

  let request: GateRequest
  private var collector: CommitCollector
  private var history = HistoryCollector()
  private var submodules = CommittedSubmodules()

  init(request: GateRequest) {
    self.request = request
    collector = CommitCollector(request)
  }

  mutating func judge(_ revision: String) async throws -> GateOutcome {
    let repository = try Repository(at: request.repository)
    let commit = try repository.resolveCommit(revision)
    return try await judge(.each([commit]), as: .commit(commit), of: repository)
  }

  /// Every commit of `A..B`, each by its own tree.
  mutating func judge(range: String) async throws -> GateOutcome {
    let repository = try Repository(at: request.repository)
    guard let dots = range.utf8.firstRange(of: Array("..".utf8)),
      !range.utf8[dots.upperBound...].starts(with: ".".utf8)
    else {
      throw Failure(
        "'\(range)' is no range of the form A..B",
        hints: ["modelgate check --range origin/main..HEAD"], status: .usage)
    }
    let (from, to) = (String(range[..<dots.lowerBound]), String(range[dots.upperBound...]))
    let tip = try repository.resolveCommit(to.isEmpty ? "HEAD" : to)
    let base = try repository.resolveCommit(from.isEmpty ? "HEAD" : from)
    let commits = try repository.commits(from: [tip], hiding: [base])
    return try await judge(.each(commits), as: .commit(tip), of: repository)
  }

  /// Judges commits one by one; findings that an earlier one had are not repeated.
  mutating func judge(
    _ commits: Commits, as subject: Subject, of repository: borrowing Repository
  ) async throws -> GateOutcome {
    let (all, older): ([ObjectID], [ObjectID]?) =
      switch commits {
      case .each(let commits): (commits, nil)
      case .tip(let commit, let older): ([commit], older)
      }
    var judgement = Judgement()
    var configuration = Configuration()
    var seen: Set<Finding> = []
    var oldest: ObjectID?
    for commit in all {
      let (next, declared) = try await self.judgement(
        of: commit, since: older, as: subject, in: repository)
      configuration = declared
      let news = next.leavingOut(&seen)
      judgement.add(commit == all.first ? news : news.saying(commit))
      if commit != all.first, !news.findings.isEmpty { oldest = commit }
    }
    if let oldest { try judgement.hint(toChange: oldest, in: repository) }
    return GateOutcome(
      subject: subject.description, preset: request.effectivePreset, commit: all.first,
      judgement: judgement, configuration: configuration)
  }

  private mutating func judgement(
    of commit: ObjectID, since older: [ObjectID]?, as subject: Subject,
    in repository: borrowing Repository
  ) async throws -> (Judgement, Configuration) {
    var facts = try collector.facts(of: commit, as: subject, in: repository)
    let policy = try PolicySource(request: request)
      .policy(facts.configuration, of: facts.tree, in: repository)
    facts.snapshot.contents = try contents(of: commit, since: older, policy, in: repository)
    facts.snapshot.contents += try LockCollector(
      tree: facts.tree, configuration: facts.configuration
    ).facts(in: repository)
    for path in facts.pipelines {
      facts.snapshot.contents += try DVCLock(tree: facts.tree).facts(of: path, in: repository)
    }
    facts.snapshot.changes += try await submodules.changes(facts.tree, of: repository)
    let needed = try StorageCollector(preset: facts.snapshot.preset, policy: policy)
      .data(in: facts.tree, facts.configuration, of: repository)
    facts.snapshot.remotes = await StorageCollector.reports(of: needed, from: repository.worktree)
    try await history.complete(&facts.snapshot, under: policy, at: request.now, in: repository)
    return (Judgement(of: facts.snapshot, under: policy), facts.configuration)
  }

  /// Of a push or a range, each commit answers for what it changes; of a commit, for all it has.
  private func contents(
    of commit: ObjectID, since older: [ObjectID]?, _ policy: Policy,
    in repository: borrowing Repository
  ) throws -> [ContentFact] {
    let commit = try repository.commit(commit)
    var trees: [ObjectID] = []
    if !request.mode.judgesWholeTrees {
      for parent in older ?? commit.parents where try repository.contains(parent) {
        trees.append(try repository.commit(parent).tree)
      }
    }
    let collector = ContentCollector(
      readsSmallFiles: true, readsNotebooks: policy.wantsNotebooks)
    return try collector.facts(of: commit.tree, since: trees, in: repository)
  }
}

extension Judgement {
  /// Without what was seen before, which is then seen.
  fileprivate func leavingOut(_ seen: inout Set<Finding>) -> Judgement {
    var rest = self
    rest.findings = findings.filter { seen.insert($0).inserted }
    return rest
  }

  /// Names the commit in what was found of it.
  fileprivate func saying(_ commit: ObjectID) -> Judgement {
    var rest = self
    for index in findings.indices where !findings[index].message.contains(commit.short) {
      rest.findings[index].message += ", in commit \(commit.short)"
    }
    return rest
  }

  /// Says first how commits are changed that others stand on: what mends the last one comes then.
  fileprivate mutating func hint(toChange oldest: ObjectID, in repository: borrowing Repository)
    throws(GitError)
  {
    guard let first = findings.indices.first else { return }
    let isRoot = try repository.commit(oldest).parents.isEmpty
    let start = isRoot ? "--root" : "\(oldest.short)^"
    findings[first].hints.insert(
      "git rebase --interactive \(start)   # and 'edit' the commits that are named", at: 0)
  }
}
