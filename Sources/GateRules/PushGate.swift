// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Findings
import GitAccess

/// Judges what a push brings: the trees of its new commits, not the worktree that happens to be here.
struct PushGate {
  let request: GateRequest

  func judge(_ updates: [RefUpdate], remote: String?) throws -> GateOutcome {
    let repository = try Repository(at: request.repository, request.discovery)
    var judgement = Judgement()
    var configuration = Configuration()
    var gate = CommitGate(request: request)
    for update in updates {
      guard let new = update.new, let tip = try repository.peelToCommit(new) else { continue }
      let commits =
        try isProtected(update.reference, at: tip, in: repository)
        ? newCommits(tip, update, remote, in: repository) : [tip]
      let outcome = try gate.judge(
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

  /// On a protected reference every new commit counts, elsewhere the tip: a branch may pass through
  /// states that nobody would build.
  private func isProtected(
    _ reference: String, at tip: ObjectID, in repository: borrowing Repository
  ) throws -> Bool {
    var commit = tip
    if let revision = request.policyFrom { commit = try repository.resolveCommit(revision) }
    let tree = try repository.commit(commit).tree
    let configuration =
      try request.configuration.map(ConfigurationSource.file)
      ?? ConfigurationSource.tree(tree, of: repository)
    return configuration.gate.protect.contains { $0.matches(reference) }
  }

  /// The tip first; then the commits that the other side does not have.
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
