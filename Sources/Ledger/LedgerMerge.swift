// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
public import GitAccess

extension Ledger {
  /// Takes in what another copy of the ledger has, so that neither side loses an entry, and gives
  /// the new head.
  ///
  /// Where both have added since they were one, a commit with both as parents holds the union.
  /// The other side's new commits are checked first: each may only add what the ledger has a place
  /// for. Their signatures are `LedgerVerification`'s to judge.
  @discardableResult
  public static func merge(
    _ theirs: ObjectID, from name: String, into repository: borrowing Repository,
    by author: Identity, time: Int64
  ) throws -> ObjectID {
    try extend(repository) { ours in
      try refuseLosses(of: theirs, since: ours, from: name, in: repository)
      guard let ours else { return theirs }
      if try repository.isReachable(theirs, from: ours) { return ours }
      if try repository.isReachable(ours, from: theirs) { return theirs }
      let additions = try TreeAdditions(fromCommit: ours, to: theirs, in: repository)
      // Names are digests, so that of two contents under one name one is false.
      if let clash = additions.changed {
        throw LedgerError.foreign(path: clash.description, of: name)
      }
      return try repository.inOnePack { pack in
        let tree = try pack.write(
          adding: additions.files.map { ($0.path, $0.id) }, to: try tree(of: ours, in: pack))
        return try pack.write(
          commitOf: tree, parents: [ours, theirs], message: "merge the ledger of \(name)\n",
          by: author, time: time)
      }
    }
  }

  /// Every commit that is new here must have added only, and only what belongs into a ledger.
  private static func refuseLosses(
    of theirs: ObjectID, since ours: ObjectID?, from name: String,
    in repository: borrowing Repository
  ) throws {
    let new = try repository.commits(from: [theirs], hiding: ours.map { [$0] } ?? [])
    for id in new {
      let link = try LedgerLink(id, in: repository)
      if let lost = link.loss {
        throw LedgerError.removedThere(path: lost.description, commit: id, remote: name)
      }
      for file in link.added
      where file.kind != .file || LedgerLayout.place(of: file.path) == nil {
        throw LedgerError.foreign(path: file.path.description, of: name)
      }
    }
  }
}

/// One commit of the ledger, beside its parents.
struct LedgerLink {
  let id: ObjectID
  /// What it added to its first parent, and no other parent has.
  let added: [TreeEntry]
  /// What one of its parents has and it lacks.
  let loss: RelativePath?
  let isMerge: Bool

  init(_ id: ObjectID, in repository: borrowing Repository) throws(GitError) {
    let commit = try repository.commit(id)
    let first = try Ledger.tree(of: commit.parents.first, in: repository)
    let additions = try TreeAdditions(from: first, to: commit.tree, in: repository)
    try self.init(commit, additions, in: repository)
  }

  /// Makes a link of a commit whose additions to its first parent are known.
  init(_ commit: Commit, _ additions: TreeAdditions, in repository: borrowing Repository)
    throws(GitError)
  {
    id = commit.id
    var (added, loss) = (additions.files, additions.loss)
    for parent in commit.parents.dropFirst() {
      let tree = try repository.commit(parent).tree
      let other = try TreeAdditions(from: tree, to: commit.tree, in: repository)
      loss = loss ?? other.loss
      let new = Set(other.files.map(\.path))
      added.removeAll { !new.contains($0.path) }
    }
    (self.added, self.loss, isMerge) = (added, loss, commit.parents.count > 1)
  }
}
