// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests
import SystemPackage

extension Repository {
  /// Lends the content of a blob piece by piece, each of at most a mebibyte.
  ///
  /// Of an object that has a file of its own nothing but the piece is in memory; of one in a pack
  /// the object that stands there whole, this one or the one that it is stored as changes to. That
  /// is kept for the next call, which is often about another version of the same file. The content
  /// is compared with its id at the end: until this returns, nothing of it is certain. That
  /// comparison is of the plain hash, without the search for the marks of SHA-1 collisions that
  /// ``blob(_:limit:)`` makes.
  public func withPieces(ofBlob id: ObjectID, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    let size = try size(ofBlob: id)
    var hasher = StreamHasher(id.bytes.count == DigestAlgorithm.sha1.byteCount ? .sha1 : .sha256)
    hasher.update(Array("blob \(size)\0".utf8))
    try withUncheckedPieces(ofBlob: id, size) { piece in
      unsafe piece.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
      try body(piece)
    }
    guard hasher.finalize().bytes == id.bytes else {
      throw GitError.malformed("read blob \(id)", "its content has another id")
    }
  }

  private static var pieceSize: Int { 1 << 20 }

  private func withUncheckedPieces(
    ofBlob id: ObjectID, _ size: Int, _ body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    var store: OpaquePointer?
    try call("open object store") { unsafe git_repository_odb(&store, handle) }
    defer { unsafe git_odb_free(store) }
    var stream: UnsafeMutablePointer<git_odb_stream>?
    var oid = id.oid
    var (length, type) = (0, GIT_OBJECT_INVALID)
    // A store has no stream of what is in a pack.
    guard unsafe git_odb_open_rstream(&stream, &length, &type, store, &oid) == 0 else {
      return try unsafe unpack(id, size, store, body)
    }
    defer { unsafe git_odb_stream_free(stream) }
    try unsafe read(stream, size, id, body)
  }

  private func read(
    _ stream: UnsafeMutablePointer<git_odb_stream>?, _ size: Int, _ id: ObjectID,
    _ body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    var buffer = [UInt8](repeating: 0, count: min(size, Self.pieceSize))
    var left = size
    while left > 0 {
      let count = unsafe buffer.withUnsafeMutableBytes {
        let text = unsafe $0.baseAddress?.assumingMemoryBound(to: CChar.self)
        return Int(unsafe git_odb_stream_read(stream, text, min($0.count, left)))
      }
      guard count > 0, count <= left else {
        throw GitError.malformed("read blob \(id)", "it cannot be unpacked to its end")
      }
      try body(buffer[..<count])
      left -= count
    }
  }

  private func unpack(
    _ id: ObjectID, _ size: Int, _ store: OpaquePointer?,
    _ body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    let packs = commonDirectory.appending("objects").appending("pack")
    let chain = size < Self.pieceSize ? nil : DeltaChain.find(id, inPacksOf: packs)
    if let chain, let base = unsafe unpacked(chain.base, store),
      let content = try? PatchedContent(chain, base.count), content.count == size
    {
      return try cut(content, base, body)
    }
    guard let whole = unsafe unpacked(id, store), whole.count == size else {
      throw GitError.malformed("read blob \(id)", "it cannot be unpacked")
    }
    try cut(PatchedContent(base: size), whole, body)
  }

  /// An object as it is stored, unless it was the last one anyway.
  private func unpacked(_ id: ObjectID, _ store: OpaquePointer?) -> UnpackedBytes? {
    if let last = lastUnpacked, last.id == id { return last }
    // Never two of them at a time.
    lastUnpacked = nil
    lastUnpacked = unsafe UnpackedBytes(id, from: store)
    return lastUnpacked
  }

  private func cut(
    _ content: PatchedContent, _ base: UnpackedBytes, _ body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    var buffer: [UInt8] = []
    buffer.reserveCapacity(min(content.count, Self.pieceSize))
    for run in content.runs {
      var rest = run.range
      while !rest.isEmpty {
        let part = rest.prefix(Self.pieceSize - buffer.count)
        if run.isOfBase { base.append(part, to: &buffer) } else { buffer += content.added[part] }
        rest = rest[part.endIndex...]
        if buffer.count == Self.pieceSize {
          try body(buffer[...])
          buffer.removeAll(keepingCapacity: true)
        }
      }
    }
    if !buffer.isEmpty { try body(buffer[...]) }
  }
}

extension PatchedContent {
  /// A base of so many bytes with all changes of a chain.
  fileprivate init(_ chain: DeltaChain, _ count: Int) throws(Defect) {
    self.init(base: count)
    for delta in chain.deltas.reversed() { try apply(delta) }
  }
}
