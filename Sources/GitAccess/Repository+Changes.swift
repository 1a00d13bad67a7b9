// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests
public import Files

/// What a name stands for in two trees that differ in it.
public struct TreeChange: Sendable, Equatable {
  /// In the earlier tree; nil when it was not there.
  public var before: TreeEntry?
  /// In the later tree; nil when it is not there any more.
  public var after: TreeEntry?
}

extension Repository {
  /// The direct entries in which two trees differ: what is new or other first, what is gone last,
  /// each in git's order.
  ///
  /// An entry that is the same in both costs a comparison and no copy. An `earlier` of nil is the
  /// empty tree.
  public func changes(
    from earlier: ObjectID?, to later: ObjectID, below prefix: RelativePath? = nil
  ) throws(GitError) -> [TreeChange] {
    try unsafe withTree(later) { new throws(GitError) in
      guard let earlier else {
        return try unsafe Self.changes(nil, new, (later, later), prefix)
      }
      return try unsafe withTree(earlier) { old throws(GitError) in
        try unsafe Self.changes(old, new, (earlier, later), prefix)
      }
    }
  }

  private static func changes(
    _ old: OpaquePointer?, _ new: OpaquePointer?, _ names: (ObjectID, ObjectID),
    _ prefix: RelativePath?
  ) throws(GitError) -> [TreeChange] {
    var changes: [TreeChange] = []
    // As long as nothing is gone, what both have stands in the same order in both, so that most
    // names need not be searched for.
    var passed = 0
    for index in 0..<(unsafe git_tree_entrycount(new)) {
      guard let raw = unsafe git_tree_entry_byindex(new, index) else { continue }
      var known = unsafe old.flatMap { unsafe git_tree_entry_byindex($0, passed) }
      if let next = unsafe known, unsafe git_tree_entry_cmp(next, raw) == 0 {
        passed += 1
      } else {
        unsafe known = unsafe old.flatMap {
          unsafe git_tree_entry_byname($0, git_tree_entry_name(raw))
        }
      }
      if unsafe isSame(known, raw) { continue }
      var change = TreeChange(after: try unsafe entry(raw, of: names.1, below: prefix))
      if let known = unsafe known {
        change.before = try unsafe entry(known, of: names.0, below: prefix)
      }
      changes.append(change)
    }
    guard let old = unsafe old, unsafe passed < git_tree_entrycount(old) else { return changes }
    // By name and not by number: nobody promises that a foreign tree has each name once.
    for index in 0..<(unsafe git_tree_entrycount(old)) {
      guard let raw = unsafe git_tree_entry_byindex(old, index),
        unsafe git_tree_entry_byname(new, git_tree_entry_name(raw)) == nil
      else { continue }
      changes.append(TreeChange(before: try unsafe entry(raw, of: names.0, below: prefix)))
    }
    return changes
  }
}
