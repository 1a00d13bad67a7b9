// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// Whether one state of the ledger has everything that an earlier one had.
enum AddedOnly {
  /// The first path of the earlier commit that the later one lacks or holds differently.
  ///
  /// Folders that are the same in both are not opened, so the cost is that of what was added.
  static func firstLoss(
    from earlier: ObjectID, to later: ObjectID, in repository: borrowing Repository
  ) throws(GitError) -> RelativePath? {
    var pending = [
      (
        path: RelativePath?.none, old: try repository.commit(earlier).tree,
        new: try repository.commit(later).tree
      )
    ]
    while let (path, old, new) = pending.popLast() {
      if old == new { continue }
      var now: [RelativePath: TreeEntry] = [:]
      for entry in try repository.entries(of: new, below: path) { now[entry.path] = entry }
      for entry in try repository.entries(of: old, below: path) {
        guard let kept = now[entry.path], kept.kind == entry.kind else { return entry.path }
        if kept.id == entry.id { continue }
        guard entry.kind == .tree else { return entry.path }
        pending.append((entry.path, entry.id, kept.id))
      }
    }
    return nil
  }
}
