// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests

extension Repository {
  /// Lends the content of a blob piece by piece, each of at most a mebibyte.
  ///
  /// Of an object that has a file of its own nothing but the piece is in memory; one in a pack is
  /// unpacked whole, as libgit2 does. The content is compared with its id at the end: until this
  /// returns, nothing of it is certain. That comparison is of the plain hash, without the search
  /// for the marks of SHA-1 collisions that ``blob(_:limit:)`` makes.
  public func withPieces(ofBlob id: ObjectID, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    let size = try size(ofBlob: id)
    guard let stream = try unsafe openStream(id) else { return try cut(id, body) }
    defer { unsafe git_odb_stream_free(stream) }
    var hasher = StreamHasher(id.bytes.count == DigestAlgorithm.sha1.byteCount ? .sha1 : .sha256)
    hasher.update(Array("blob \(size)\0".utf8))
    var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
    var left = size
    while left > 0 {
      let count = unsafe buffer.withUnsafeMutableBytes {
        let text = unsafe $0.baseAddress?.assumingMemoryBound(to: CChar.self)
        return Int(unsafe git_odb_stream_read(stream, text, min($0.count, left)))
      }
      guard count > 0, count <= left else {
        throw GitError.malformed("read blob \(id)", "it cannot be unpacked to its end")
      }
      unsafe buffer.withUnsafeBytes {
        unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count]))
      }
      try body(buffer[..<count])
      left -= count
    }
    guard hasher.finalize().bytes == id.bytes else {
      throw GitError.malformed("read blob \(id)", "its content has another id")
    }
  }

  private static var pieceSize: Int { 1 << 20 }

  /// A stream of an object's content; nil where the store has none to give, as of a pack.
  private func openStream(_ id: ObjectID) throws(GitError)
    -> UnsafeMutablePointer<git_odb_stream>?
  {
    var store: OpaquePointer?
    try call("open object store") { unsafe git_repository_odb(&store, handle) }
    defer { unsafe git_odb_free(store) }
    var stream: UnsafeMutablePointer<git_odb_stream>?
    var oid = id.oid
    var size = 0
    var type = GIT_OBJECT_INVALID
    guard unsafe git_odb_open_rstream(&stream, &size, &type, store, &oid) == 0 else { return nil }
    return unsafe stream
  }

  private func cut(_ id: ObjectID, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    let outcome = try withBlob(id) { bytes throws(GitError) in
      unsafe bytes.withUnsafeBytes { content in
        Result {
          var start = 0
          while start < content.count {
            let end = min(start + Self.pieceSize, content.count)
            try body(unsafe Array(content[start..<end])[...])
            start = end
          }
        }
      }
    }
    try outcome.get()
  }
}
