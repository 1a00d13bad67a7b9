// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests
import Files

extension Repository {
  /// Runs `body` with a second view of this repository, and puts all objects that it writes there
  /// into one pack, which is on the disk when this returns.
  ///
  /// A loose object costs two flushes of the disk, and there are dozens of them in a new tree; a
  /// pack costs three. Until then the objects are in memory, so that a kill leaves a temporary file
  /// behind at most. Gives what `body` gives.
  public func inOnePack(_ body: (borrowing Repository) throws -> ObjectID) throws -> ObjectID {
    let view = try Repository(at: gitDirectory)
    let staged = StagedObjects()
    try view.stage(into: staged)
    let result = try body(view)
    let new = try staged.ids.filter { try !contains($0) }
    if !new.isEmpty { try view.writePack(of: new) }
    return result
  }

  /// Lets new objects go to memory, and be found there.
  private func stage(into staged: StagedObjects) throws(GitError) {
    var store: OpaquePointer?
    try call("open object store") { unsafe git_repository_odb(&store, handle) }
    defer { unsafe git_odb_free(store) }
    var memory: UnsafeMutablePointer<git_odb_backend>?
    try call("keep objects in memory") { unsafe git_mempack_new(&memory) }
    // Above all others, so that it is the one that is written to; the store frees it.
    try call("keep objects in memory") { unsafe git_odb_add_backend(store, memory, 999) }
    self.staged = staged
  }

  /// Flushed by libgit2, the pack before its index and both before their folder.
  private func writePack(of objects: [ObjectID]) throws(GitError) {
    let operation = "write a pack of \(objects.count) objects"
    var builder: OpaquePointer?
    try call(operation) { unsafe git_packbuilder_new(&builder, handle) }
    defer { unsafe git_packbuilder_free(builder) }
    for object in objects {
      var oid = object.oid
      try call(operation) { unsafe git_packbuilder_insert(builder, &oid, nil) }
    }
    try call(operation) { unsafe git_packbuilder_write(builder, nil, 0, nil, nil) }
  }

  /// Notes an object for the pack, where there is to be one.
  func note(_ id: ObjectID) { staged?.insert(id) }

  /// Notes a tree and those on the way to its files.
  func note(tree: ObjectID, holding files: [RelativePath]) throws(GitError) {
    guard let staged else { return }
    staged.insert(tree)
    var folders: Set<RelativePath> = []
    for file in files {
      var folder = file.parent
      while let path = folder, folders.insert(path).inserted { folder = path.parent }
    }
    for folder in folders {
      if let entry = try entry(at: folder, in: tree) { staged.insert(entry.id) }
    }
  }
}

/// What was written since staging began, once each.
final class StagedObjects {
  private(set) var ids: [ObjectID] = []
  private var known: Set<ObjectID> = []

  func insert(_ id: ObjectID) {
    if known.insert(id).inserted { ids.append(id) }
  }
}
