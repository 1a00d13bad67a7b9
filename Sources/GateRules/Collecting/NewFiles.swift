// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// The files of a tree that none of some older trees has at the same path.
struct NewFiles {
  /// New or changed entries that are no folders.
  private(set) var entries: [TreeEntry] = []
  /// Every `.gitattributes` of the folders on the way, changed or not.
  private(set) var attributes: [TreeEntry] = []

  /// Compares trees; only folders that differ from all the older ones are read.
  ///
  /// Without an older tree every file is new.
  init(in tree: ObjectID, since older: [ObjectID], of repository: borrowing Repository)
    throws(GitError)
  {
    var pending: [(prefix: RelativePath?, tree: ObjectID, older: [ObjectID])] = [
      (nil, tree, older)
    ]
    while let folder = pending.popLast() {
      if folder.older.contains(folder.tree) { continue }
      var known: [[TreeEntry]] = []
      for tree in folder.older {
        known.append(try repository.entries(of: tree, below: folder.prefix))
      }
      let tables = known.map(Self.table)
      for entry in try repository.entries(of: folder.tree, below: folder.prefix) {
        if entry.isFile, entry.path.name.elementsEqual(".gitattributes".utf8) {
          attributes.append(entry)
        }
        let before = tables.compactMap { $0[entry.path] }
        if before.contains(entry) { continue }
        if entry.kind == .tree {
          let older = before.filter { $0.kind == .tree }.map(\.id)
          pending.append((entry.path, entry.id, older))
        } else {
          entries.append(entry)
        }
      }
    }
  }

  private static func table(_ entries: [TreeEntry]) -> [RelativePath: TreeEntry] {
    Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether other attributes hold for files that did not change themselves.
  var changesAttributes: Bool { entries.contains(where: attributes.contains) }
}
