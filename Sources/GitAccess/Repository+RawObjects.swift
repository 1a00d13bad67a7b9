// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests

/// An object as git stores it, before anything is made of it.
public struct RawObject: Equatable, Sendable {
  /// What an object is.
  public enum Kind: Sendable {
    /// A commit.
    case commit
    /// An annotated tag.
    case tag
    /// A folder.
    case tree
    /// The content of a file.
    case blob
  }

  /// What it is.
  public var kind: Kind
  /// Its bytes, without the header that git hashes before them.
  public var bytes: [UInt8]
}

extension Repository {
  /// The bytes of an object, which libgit2 has hashed again; replace references do not count.
  ///
  /// This is what a signature is checked over. More than `limit` bytes are an error.
  public func rawObject(_ id: ObjectID, limit: Int) throws(GitError) -> RawObject {
    let operation = "read object \(id)"
    var store: OpaquePointer?
    try call("open object store") { unsafe git_repository_odb(&store, handle) }
    defer { unsafe git_odb_free(store) }
    var oid = id.oid
    var size = 0
    var type = GIT_OBJECT_INVALID
    try call(operation) { unsafe git_odb_read_header(&size, &type, store, &oid) }
    guard size <= limit else {
      throw .malformed(operation, "it has \(size) bytes, more than \(limit)")
    }
    var object: OpaquePointer?
    try call(operation) { unsafe git_odb_read(&object, store, &oid) }
    defer { unsafe git_odb_object_free(object) }
    guard let kind = Self.kind(type) else { throw .malformed(operation, "it is of no known type") }
    let content = unsafe UnsafeRawBufferPointer(
      start: unsafe git_odb_object_data(object), count: unsafe git_odb_object_size(object))
    return RawObject(kind: kind, bytes: unsafe Array(content))
  }

  private static func kind(_ type: git_object_t) -> RawObject.Kind? {
    switch type {
    case GIT_OBJECT_COMMIT: .commit
    case GIT_OBJECT_TAG: .tag
    case GIT_OBJECT_TREE: .tree
    case GIT_OBJECT_BLOB: .blob
    default: nil
    }
  }
}
