// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// What one state of the ledger has that an earlier one had not.
///
/// Folders that are the same in both are not opened, so the cost is that of what was added.
struct TreeAdditions {
  /// The new files, in no order.
  private(set) var files: [TreeEntry] = []
  /// The first path that only the earlier state has.
  private(set) var removed: RelativePath?
  /// The first path that both have, each with its own content.
  private(set) var changed: RelativePath?

  /// The first path that the earlier state has and the later one lacks or holds differently.
  var loss: RelativePath? { changed ?? removed }

  private init() {}

  /// Compares two trees; nil is the empty one.
  ///
  /// Paths are given below `root`.
  init(
    from earlier: ObjectID?, to later: ObjectID, below root: RelativePath? = nil,
    in repository: borrowing Repository
  ) throws(GitError) {
    var pending = [(path: root, old: earlier, new: later)]
    while let (path, old, new) = pending.popLast() {
      if old == new { continue }
      for change in try repository.changes(from: old, to: new, below: path) {
        guard let entry = change.after else {
          removed = removed ?? change.before?.path
          continue
        }
        if let known = change.before, known.kind != .tree || entry.kind != .tree {
          changed = changed ?? entry.path
        } else if entry.kind == .tree {
          pending.append((entry.path, change.before?.id, entry.id))
        } else {
          files.append(entry)
        }
      }
    }
  }

  /// Compares one folder of two trees.
  init(
    below folder: String, from earlier: ObjectID?, to later: ObjectID,
    in repository: borrowing Repository
  ) throws(GitError) {
    guard let path = RelativePath(folder), let new = try repository.entry(at: path, in: later),
      new.kind == .tree
    else {
      self.init()
      return
    }
    var old: ObjectID?
    if let earlier, let entry = try repository.entry(at: path, in: earlier), entry.kind == .tree {
      old = entry.id
    }
    try self.init(from: old, to: new.id, below: path, in: repository)
  }

  /// Compares two commits.
  init(fromCommit earlier: ObjectID?, to later: ObjectID, in repository: borrowing Repository)
    throws(GitError)
  {
    var tree: ObjectID?
    if let earlier { tree = try repository.commit(earlier).tree }
    try self.init(from: tree, to: try repository.commit(later).tree, in: repository)
  }
}
