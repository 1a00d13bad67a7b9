// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage

/// Says what the remotes of a repository have, as of the last fetch or as they are now.
struct RemoteCollector {
  /// Whether the remotes themselves are asked.
  let asksRemotes: Bool
  private var listings: [String: RemoteListing] = [:]

  /// Builds and releases ask, unless the policy does not want to know.
  init(asksRemotes: Bool) { self.asksRemotes = asksRemotes }

  /// Whether a remote has a commit.
  mutating func publication(of commit: ObjectID, in repository: borrowing Repository) async throws
    -> Publication
  {
    if try repository.remotes().isEmpty { return .noRemote }
    let fetched = try repository.references(prefix: "refs/remotes/").map(\.target)
    let wasThere = try repository.isReachable(commit, fromAny: fetched)
    guard asksRemotes else {
      return wasThere.map { $0 ? .published : .unpublished } ?? Self.cutOff
    }
    var doubt: Publication?
    for remote in try Self.remotes(of: repository) {
      let listing = await self.listing(of: remote, repository)
      if let failure = listing.failure {
        doubt = .unknown(failure, hints: ["git ls-remote \(listing.remote)"])
        continue
      }
      switch try repository.isReachable(commit, fromAny: listing.references.values) {
      case true?: return .published
      case nil: doubt = Self.cutOff
      case false?:
        // A remote-tracking branch has it, and what the remote has now is not here: it may have
        // moved on, or have been rewritten.
        if wasThere != false, try listing.hasUnknown(in: repository) {
          doubt = .unknown(
            "'\(listing.remote)' has moved since the last fetch",
            hints: ["git fetch \(listing.remote)"])
        }
      }
    }
    return doubt ?? .unpublished
  }

  /// What a release needs to know of a commit's tags and of the ledger.
  mutating func release(of commit: ObjectID, in repository: borrowing Repository) async throws
    -> ReleaseFacts
  {
    var facts = ReleaseFacts()
    if try repository.remotes().isEmpty { return facts }
    var listings: [RemoteListing] = []
    for remote in try Self.remotes(of: repository) {
      listings.append(await listing(of: remote, repository))
    }
    for (name, target) in try repository.references(prefix: "refs/tags/")
    where try repository.peelToCommit(target) == commit {
      let agreement = listings.agreement(on: name) { $0 == target }
      facts.tags.append(
        .init(name: String(name.dropFirst("refs/tags/".count)), agreement: agreement))
    }
    facts.ledger = try ledger(listings, in: repository)
    return facts
  }

  /// A remote's ledger may have more entries than this one, never others.
  private func ledger(_ listings: [RemoteListing], in repository: borrowing Repository) throws
    -> Agreement?
  {
    let name = "refs/modelgate/ledger"
    guard let head = try repository.reference(name) else { return nil }
    for listing in listings {
      guard let there = listing.references[name], there != head else { continue }
      guard try repository.contains(there) else {
        return .unknown("'\(listing.remote)' has entries that are not here")
      }
      if try repository.isReachable(head, fromAny: [there]) == true { return .same }
    }
    return listings.agreement(on: name) { $0 == head }
  }

  private static let cutOff = Publication.unknown(
    "history was cut off", hints: ["git fetch --unshallow"])

  /// Asks a remote once.
  private mutating func listing(of remote: String, _ repository: borrowing Repository) async
    -> RemoteListing
  {
    if let listing = listings[remote] { return listing }
    let git = GitProgram(gitDirectory: repository.gitDirectory, worktree: repository.worktree)
    let listing = await RemoteListing(asking: remote, by: git)
    listings[remote] = listing
    return listing
  }

  /// That of the current branch first, then 'origin', then the others.
  private static func remotes(of repository: borrowing Repository) throws(GitError) -> [String] {
    var order = try repository.remotes()
    for first in ["origin", try upstream(of: repository)] {
      guard let place = order.firstIndex(where: { $0 == first }) else { continue }
      order.insert(order.remove(at: place), at: 0)
    }
    return order
  }

  private static func upstream(of repository: borrowing Repository) throws(GitError) -> String? {
    guard case .branch(let name, _) = try repository.head() else { return nil }
    let prefix = "refs/heads/"
    guard name.hasPrefix(prefix) else { return nil }
    return try repository.setting("branch.\(name.dropFirst(prefix.count)).remote")
  }
}

extension RemoteListing {
  /// Whether it names an object that is not here.
  fileprivate func hasUnknown(in repository: borrowing Repository) throws(GitError) -> Bool {
    for id in references.values where try !repository.contains(id) { return true }
    return false
  }
}

extension [RemoteListing] {
  /// Every remote that has the name must have the same; one must.
  fileprivate func agreement(on name: String, _ isSame: (ObjectID) -> Bool) -> Agreement {
    let holders = filter { $0.references[name] != nil }
    if let other = holders.first(where: { $0.references[name].map(isSame) == false }) {
      return .differs(remote: other.remote)
    }
    if !holders.isEmpty { return .same }
    return lazy.compactMap(\.failure).first.map { .unknown($0) } ?? .absent
  }
}
