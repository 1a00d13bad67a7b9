// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// The files of a tree that none of some older trees has at the same path.
struct NewFiles {
  private typealias Folder = (prefix: RelativePath?, tree: ObjectID, older: [ObjectID])

  private static let attributesName = ".gitattributes"
  /// A small repository can have any number of files, by folders that hold one folder many times.
  private static let limit = 4_000_000

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
    var pending: [Folder] = [(nil, tree, older)]
    while let folder = pending.popLast() {
      if folder.older.contains(folder.tree) { continue }
      let compared = try repository.newEntries(
        of: folder.tree, since: folder.older, keeping: Self.attributesName, below: folder.prefix)
      for entry in compared { add(entry, &pending) }
      guard entries.count + pending.count <= Self.limit else {
        throw .malformed("read tree \(tree)", "it has over \(Self.limit) files")
      }
    }
  }

  private mutating func add(_ compared: Repository.ComparedEntry, _ pending: inout [Folder]) {
    let entry = compared.entry
    if entry.isFile, entry.path.name.elementsEqual(Self.attributesName.utf8) {
      attributes.append(entry)
    }
    guard compared.isNew else { return }
    if entry.kind == .tree {
      let older = compared.before.filter { $0.kind == .tree }.map(\.id)
      pending.append((entry.path, entry.id, older))
    } else {
      entries.append(entry)
    }
  }

  /// Whether other attributes hold for files that did not change themselves.
  var changesAttributes: Bool { entries.contains(where: attributes.contains) }
}
