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
      let commits =
        protection.isProtected ? try newCommits(tip, update, remote, in: repository) : [tip]
      let outcome = try await gate.judge(
        commits, as: .pushed(tip, to: update.reference), of: repository)
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

  /// The tip first; then the commits that the other side does not have.
  ///
  /// On a protected reference every new commit counts, elsewhere the tip: a branch may pass through
  /// states that nobody would build.
  private func newCommits(
    _ tip: ObjectID, _ update: RefUpdate, _ remote: String?, in repository: borrowing Repository
  ) throws -> [ObjectID] {
    var known: [ObjectID] = []
    if let old = update.old, try repository.contains(old),
      let commit = try repository.peelToCommit(old)
    {
      known.append(commit)
    }
    let prefix = remote.map { "refs/remotes/\($0)/" } ?? "refs/heads/"
    for (name, target) in try repository.references(prefix: prefix)
    where name != update.reference && (remote != nil || target != tip) {
      if let commit = try repository.peelToCommit(target) { known.append(commit) }
    }
    let new = try repository.commits(from: [tip], hiding: known)
    return new.contains(tip) ? new : [tip]
  }
}
