// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests
public import Files

extension Repository {
  /// Adds a blob to the object store.
  public func write(blob content: [UInt8]) throws(GitError) -> ObjectID {
    var oid = git_oid()
    try call("write a blob of \(content.count) bytes") {
      unsafe content.withUnsafeBytes {
        unsafe git_blob_create_from_buffer(&oid, handle, $0.baseAddress, $0.count)
      }
    }
    note(ObjectID(oid))
    return ObjectID(oid)
  }

  /// Writes a tree that is `base` with files added, and gives its name.
  ///
  /// Only the folders on the way to an added file are read and written.
  public func write(adding files: [(path: RelativePath, blob: ObjectID)], to base: ObjectID?)
    throws(GitError) -> ObjectID
  {
    var baseline: OpaquePointer?
    if let base {
      var oid = base.oid
      try call("read tree \(base)") { unsafe git_tree_lookup(&baseline, handle, &oid) }
    } else {
      unsafe baseline = try emptyTree()
    }
    defer { unsafe git_tree_free(baseline) }
    let tree = try unsafe update(baseline, files)
    try note(tree: tree, holding: files.map(\.path))
    return tree
  }

  private func update(
    _ baseline: OpaquePointer?, _ files: [(path: RelativePath, blob: ObjectID)]
  ) throws(GitError) -> ObjectID {
    // libgit2 wants C strings that outlive the call: one flat buffer holds them all.
    var starts: [Int] = []
    var flat: [CChar] = []
    for file in files {
      starts.append(flat.count)
      flat += file.path.bytes.map(CChar.init(bitPattern:)) + [0]
    }
    var written = git_oid()
    try call("write a tree") {
      unsafe flat.withUnsafeBufferPointer { buffer in
        var updates = unsafe [git_tree_update]()
        for (start, file) in zip(starts, files) {
          unsafe updates.append(
            git_tree_update(
              action: GIT_TREE_UPDATE_UPSERT, id: file.blob.oid, filemode: GIT_FILEMODE_BLOB,
              path: buffer.baseAddress?.advanced(by: start)))
        }
        return unsafe git_tree_create_updated(
          &written, handle, baseline, updates.count, &updates)
      }
    }
    return ObjectID(written)
  }

  private func emptyTree() throws(GitError) -> OpaquePointer? {
    var builder: OpaquePointer?
    try call("write a tree") { unsafe git_treebuilder_new(&builder, handle, nil) }
    defer { unsafe git_treebuilder_free(builder) }
    var oid = git_oid()
    try call("write a tree") { unsafe git_treebuilder_write(&oid, builder) }
    var tree: OpaquePointer?
    try call("read the empty tree") { unsafe git_tree_lookup(&tree, handle, &oid) }
    return unsafe tree
  }

  /// Writes the tree that the index would be committed as; an error within a merge conflict.
  ///
  /// The index is the one that the repository was opened with, `GIT_INDEX_FILE` included.
  public func writeTreeOfIndex() throws(GitError) -> ObjectID {
    var index: OpaquePointer?
    try call("read the index") { unsafe git_repository_index(&index, handle) }
    defer { unsafe git_index_free(index) }
    var oid = git_oid()
    try call("write the tree of the index") { unsafe git_index_write_tree(&oid, index) }
    return ObjectID(oid)
  }

  /// Writes a commit that no reference names yet.
  ///
  /// Time is in seconds since the epoch, UTC.
  public func write(
    commitOf tree: ObjectID, parents: [ObjectID], message: String, by author: Identity, time: Int64
  ) throws(GitError) -> ObjectID {
    let author = author.cleaned
    let stamp = "\(author.name) <\(author.email)> \(max(0, time)) +0000\n"
    let header =
      "tree \(tree)\n" + parents.map { "parent \($0)\n" }.joined()
      + "author \(stamp)committer \(stamp)\n"
    let message = message.utf8.filter { $0 != 0 }
    return try write(object: header.utf8 + message, type: GIT_OBJECT_COMMIT)
  }

  private func write(object content: [UInt8], type: git_object_t) throws(GitError) -> ObjectID {
    var store: OpaquePointer?
    try call("open object store") { unsafe git_repository_odb(&store, handle) }
    defer { unsafe git_odb_free(store) }
    var oid = git_oid()
    try call("write an object") {
      unsafe content.withUnsafeBytes {
        unsafe git_odb_write(&oid, store, $0.baseAddress, $0.count, type)
      }
    }
    note(ObjectID(oid))
    return ObjectID(oid)
  }
}

extension Identity {
  /// Without the characters that would end a field of a commit's header.
  fileprivate var cleaned: Identity {
    func clean(_ text: String) -> String {
      let kept = text.unicodeScalars.filter { !"<>\n\r\0".unicodeScalars.contains($0) }
      return String(String.UnicodeScalarView(kept))
    }
    return Identity(name: clean(name), email: clean(email))
  }
}
