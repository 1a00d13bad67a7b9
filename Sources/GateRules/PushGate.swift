// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Findings
import GitAccess

/// Judges what a push brings: the trees of its new commits, not the worktree that happens to be here.
struct PushGate {
  let request: GateRequest

  /// The name of no object, for a reference that is deleted and was not known.
  private static let nothing = ObjectID(hashing: [], type: "")

  func judge(_ updates: [RefUpdate], remote: String?) async throws -> GateOutcome {
    let repository = try Repository(at: request.repository, request.discovery)
    var judgement = Judgement()
    var configuration = Configuration()
    var gate = CommitGate(request: request)
    for update in updates {
      let protection = try Protection(request, update, in: repository)
      judgement.add(try changes(by: update, protection, in: repository))
      guard let new = update.new, let tip = try repository.peelToCommit(new) else { continue }
      let outcome = try await gate.judge(
        try news(of: tip, update, protection, remote, in: repository),
        as: .pushed(tip, to: update.reference), of: repository)
      judgement.add(outcome.judgement)
      configuration = outcome.configuration
    }
    let subject = updates.map(\.reference).joined(separator: ", ")
    return GateOutcome(
      subject: subject.isEmpty ? "an empty push" : "push to \(subject)",
      preset: request.effectivePreset, commit: nil, judgement: judgement,
      configuration: configuration)
  }

  /// What the push does to the reference itself, judged by the policy that protects it.
  private func changes(
    by update: RefUpdate, _ protection: Protection, in repository: borrowing Repository
  ) throws -> Judgement {
    guard
      let change = try ReferenceChange(update, isProtected: protection.isProtected)
        .fact(in: repository)
    else { return Judgement() }
    var snapshot = Snapshot(
      subject: .pushed(update.new ?? update.old ?? Self.nothing, to: update.reference),
      preset: request.effectivePreset, commit: nil,
      repository: RepositoryFacts(head: try repository.head()))
    snapshot.references = [ReferenceFact(change, of: update.reference)]
    return Judgement(of: snapshot, under: protection.policy)
  }

  /// What the other side does not have yet.
  ///
  /// On a protected reference every new commit counts, elsewhere the tip with all that it brings: a
  /// branch may pass through states that nobody would build.
  private func news(
    of tip: ObjectID, _ update: RefUpdate, _ protection: Protection, _ remote: String?,
    in repository: borrowing Repository
  ) throws -> CommitGate.Commits {
    let known = try known(update, tip, protection, remote, in: repository)
    let new = try repository.commits(from: [tip], hiding: known)
    // One that is there already is no news, but goes to another reference.
    guard new.contains(tip) else { return .each([tip]) }
    if protection.isProtected { return .each([tip] + new.filter { $0 != tip }) }
    return .tip(tip, since: try Self.boundary(of: Set(new), in: repository))
  }

  /// The commits right below some others, each once; those that history was cut off before are gone.
  private static func boundary(of commits: Set<ObjectID>, in repository: borrowing Repository)
    throws(GitError) -> [ObjectID]
  {
    var below: Set<ObjectID> = []
    for commit in commits {
      for parent in try repository.commit(commit).parents where !commits.contains(parent) {
        if try repository.contains(parent) { below.insert(parent) }
      }
    }
    return Array(below)
  }

  /// What the other side has, and was judged by as much as this push is to be.
  ///
  /// For a protected reference that is what protected ones have: nobody looked at all the commits
  /// of the others. The first one to be protected starts from what is there.
  private func known(
    _ update: RefUpdate, _ tip: ObjectID, _ protection: Protection, _ remote: String?,
    in repository: borrowing Repository
  ) throws -> [ObjectID] {
    let old = try update.old.flatMap { try Self.commit($0, in: repository) }
    let prefix = remote.map { "refs/remotes/\($0)/" } ?? "refs/heads/"
    var others: [(isProtected: Bool, commit: ObjectID)] = []
    for (name, target) in try repository.references(prefix: prefix)
    where name != update.reference && (remote != nil || target != tip) {
      guard let commit = try repository.peelToCommit(target) else { continue }
      let there = "refs/heads/" + name.dropFirst(prefix.count)
      others.append((protection.protects(there), commit))
    }
    let judged = [old].compactMap { $0 } + others.filter(\.isProtected).map(\.commit)
    guard protection.isProtected, !judged.isEmpty else {
      return judged + others.map(\.commit)
    }
    return judged
  }

  private static func commit(_ id: ObjectID, in repository: borrowing Repository)
    throws(GitError) -> ObjectID?
  {
    try repository.contains(id) ? repository.peelToCommit(id) : nil
  }
}
