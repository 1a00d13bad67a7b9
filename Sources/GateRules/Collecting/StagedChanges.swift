// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Worktree

/// What the index holds otherwise than a commit.
enum StagedChanges {
  /// Compares the index with a commit's tree.
  ///
  /// The usual answer costs no object at all: when the tree that the index would be committed as,
  /// `own`, has the commit's id, nothing is staged.
  static func collect(
    _ index: GitIndex, committedAs own: ObjectID?, against tree: ObjectID,
    of repository: borrowing Repository
  ) throws(GitError) -> [FileChange] {
    if own == tree, index.intentToAdd.isEmpty { return [] }
    var committed: [RelativePath: TreeEntry] = [:]
    try repository.walk(tree: tree) { entry in
      if entry.kind != .tree { committed[entry.path] = entry }
      return true
    }
    let named = Set(index.intentToAdd)
    var changes: [FileChange] = []
    var conflicted: Set<RelativePath> = []
    for number in 0..<index.count {
      let entry = index[number]
      let old = committed.removeValue(forKey: entry.path)
      if entry.stage > 0 {
        if conflicted.insert(entry.path).inserted {
          changes.append(FileChange(.staged(.conflicted), at: entry.path))
        }
      } else if named.contains(number) {
        changes.append(FileChange(.staged(.named), at: entry.path))
      } else if let kind = difference(entry, old), !conflicted.contains(entry.path) {
        changes.append(FileChange(.staged(kind), at: entry.path))
      }
    }
    changes += committed.keys.map { FileChange(.staged(.deleted), at: $0) }
    return changes.sorted { ($0.path?.bytes ?? []).lexicographicallyPrecedes($1.path?.bytes ?? []) }
  }

  private static func difference(_ entry: IndexEntry, _ old: TreeEntry?) -> FileChange.Staged? {
    guard let old else { return .added }
    return entry.id == old.id && entry.mode == old.kind.mode ? nil : .modified
  }
}

extension TreeEntry.Kind {
  fileprivate var mode: TrackedMode? {
    switch self {
    case .file: .file
    case .executable: .executable
    case .symbolicLink: .symbolicLink
    case .submodule: .gitlink
    case .tree: nil
    }
  }
}
