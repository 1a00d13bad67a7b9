// SPDX-License-Identifier: Apache-2.0

import Digests
import Findings
import GitAccess

/// Gathers what is so of commits beyond their trees: who has them, and who signed them.
///
/// Remotes are asked once, and keys are read once, however many commits are judged.
struct HistoryCollector {
  private var remotes: RemoteCollector?
  private var verifier: (keys: TrustedKeys, judge: SignatureJudge)?

  /// Adds what the subject, the preset and the policy ask for.
  mutating func complete(
    _ snapshot: inout Snapshot, under policy: Policy, at time: Int64,
    in repository: borrowing Repository
  ) async throws {
    guard let commit = snapshot.commit else { return }
    let preset = snapshot.preset
    if snapshot.asksForPublication {
      let asksRemotes = preset >= .build && policy.level(of: .historyUnpushed, in: preset) != .off
      var collector = remotes ?? RemoteCollector(asksRemotes: asksRemotes)
      snapshot.repository.publication = try await collector.publication(of: commit, in: repository)
      if preset >= .release, policy.asksForRelease(preset) {
        snapshot.repository.release = try await collector.release(of: commit, in: repository)
      }
      remotes = collector
    }
    if case .detached = snapshot.repository.head, snapshot.subject == .worktree {
      snapshot.repository.isOnReference = try Self.isOnReference(commit, in: repository)
    }
    if policy.wantsSignatures(preset), snapshot.canBeSigned {
      snapshot.signatures = try await signatures(of: commit, snapshot, policy, time, in: repository)
    }
  }

  private static func isOnReference(_ commit: ObjectID, in repository: borrowing Repository) throws
    -> Bool?
  {
    let tips = try repository.references(prefix: "refs/").filter { reference in
      !passing.contains { reference.name.hasPrefix($0) }
    }
    return try repository.isReachable(commit, fromAny: tips.map(\.target))
  }

  /// References that hold no commit for good.
  private static let passing = ["refs/stash", "refs/bisect/", "refs/replace/", "refs/worktree/"]

  /// The commit's; for a release also those of its annotated tags that carry one.
  private mutating func signatures(
    of commit: ObjectID, _ snapshot: Snapshot, _ policy: Policy, _ time: Int64,
    in repository: borrowing Repository
  ) async throws -> [SignatureFact] {
    let judge = try self.judge(policy, time, in: repository)
    var facts = [try await judge.fact(of: commit, named: "commit \(commit.short)", in: repository)]
    guard snapshot.preset >= .release else { return facts }
    for (name, target) in try repository.references(prefix: "refs/tags/") where target != commit {
      guard try repository.peelToCommit(target) == commit else { continue }
      let short = name.dropFirst("refs/tags/".count)
      let fact = try await judge.fact(of: target, named: "tag '\(short)'", in: repository)
      if fact.state != .unsigned { facts.append(fact) }
    }
    return facts
  }

  private mutating func judge(
    _ policy: Policy, _ time: Int64, in repository: borrowing Repository
  ) throws -> SignatureJudge {
    guard let place = policy.place else {
      return try SignatureJudge(trusting: .nobody, at: time)
    }
    let keys = try TrustedKeys(policy.trust, from: place, in: repository)
    if let verifier, verifier.keys == keys { return verifier.judge }
    let judge = try SignatureJudge(trusting: keys, at: time)
    verifier = (keys, judge)
    return judge
  }
}

extension Snapshot {
  /// Whether somebody else should have the commit already.
  fileprivate var asksForPublication: Bool {
    switch subject {
    case .worktree: true
    case .commit: preset >= .build
    case .index, .pushed: false
    }
  }

  /// Whether the commit is made, and is one that people make: the ledger is signed entry by entry.
  fileprivate var canBeSigned: Bool {
    switch subject {
    case .worktree, .commit: true
    case .index: false
    case .pushed(_, let reference): !reference.hasPrefix("refs/modelgate/")
    }
  }
}

extension Policy {
  fileprivate func asksForRelease(_ preset: Preset) -> Bool {
    [Rule.historyTagDiffers, .historyLedgerUnpushed].contains {
      level(of: $0, in: preset) != .off
    }
  }
}
