// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// What one state of the ledger has that an earlier one had not.
///
/// Folders that are the same in both are not opened, so the cost is that of what was added.
struct TreeAdditions: Sendable {
  /// The new files, in no order.
  private(set) var files: [TreeEntry] = []
  /// The first path that only the earlier state has.
  private(set) var removed: RelativePath?
  /// The first path that both have, each with its own content.
  private(set) var changed: RelativePath?
  /// Folders that differ and were left alone; nothing of them is in the above.
  private(set) var unread: [Folders] = []

  /// The first path that the earlier state has and the later one lacks or holds differently.
  var loss: RelativePath? { changed ?? removed }

  private init() {}

  /// Nothing at all.
  static let none = TreeAdditions()

  /// Compares two trees; nil is the empty one.
  ///
  /// Paths are given below `root`.
  init(
    from earlier: ObjectID?, to later: ObjectID, below root: RelativePath? = nil,
    in repository: borrowing Repository
  ) throws(GitError) {
    self.init()
    try read([Folders(path: root, old: earlier, new: later)], in: repository)
  }

  /// Compares the folders that were left alone.
  mutating func readRest(in repository: borrowing Repository) throws(GitError) {
    let rest = unread
    unread = []
    try read(rest, in: repository)
  }

  private mutating func read(_ folders: [Folders], in repository: borrowing Repository)
    throws(GitError)
  {
    var folders = folders
    while let next = folders.popLast() { folders += try compare(next, in: repository) }
  }

  /// Compares many pairs of trees; what is wrong with one of them is no matter for the others.
  ///
  /// A folder is compared in all pairs before the next one is: its versions are stored as
  /// differences from each other, and would be put together anew if others were read in between.
  /// From the third level downwards they are few enough to take all below one at once. Those at some
  /// paths are left alone.
  static func all(
    _ pairs: [(old: ObjectID?, new: ObjectID)], leaving unread: Set<RelativePath>,
    in repository: borrowing Repository
  ) -> [Result<TreeAdditions, GitError>] {
    var all = pairs.map { _ in TreeAdditions() }
    var failures: [Int: GitError] = [:]
    let roots = pairs.enumerated().map { (pair: $0, Folders(old: $1.old, new: $1.new)) }
    var groups = [(depth: 0, roots)]
    while let (depth, group) = groups.popLast() {
      var deeper: [RelativePath: [(pair: Int, Folders)]] = [:]
      for (pair, folders) in group where failures[pair] == nil {
        do throws(GitError) {
          for next in try all[pair].compare(folders, in: repository) {
            guard let path = next.path else { continue }
            if depth == 0, unread.contains(path) {
              all[pair].unread.append(next)
            } else if depth < 3 {
              deeper[path, default: []].append((pair, next))
            } else {
              try all[pair].read([next], in: repository)
            }
          }
        } catch {
          failures[pair] = error
        }
      }
      groups += deeper.values.map { (depth + 1, $0) }
    }
    return all.enumerated().map { pair, additions in
      failures[pair].map { .failure($0) } ?? .success(additions)
    }
  }

  /// What stands at one path in both states.
  struct Folders: Sendable {
    var path: RelativePath?
    var old: ObjectID?
    var new: ObjectID
  }

  /// Notes what is different directly in a folder, and gives the folders in it that differ.
  private mutating func compare(_ folders: Folders, in repository: borrowing Repository)
    throws(GitError) -> [Folders]
  {
    if folders.old == folders.new { return [] }
    var deeper: [Folders] = []
    for change in try repository.changes(
      from: folders.old, to: folders.new, below: folders.path)
    {
      guard let entry = change.after else {
        removed = removed ?? change.before?.path
        continue
      }
      if let known = change.before, known.kind != .tree || entry.kind != .tree {
        changed = changed ?? entry.path
      } else if entry.kind == .tree {
        deeper.append(Folders(path: entry.path, old: change.before?.id, new: entry.id))
      } else {
        files.append(entry)
      }
    }
    return deeper
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
