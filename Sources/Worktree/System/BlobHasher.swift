// SPDX-License-Identifier: Apache-2.0

import Digests
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Computes the ids that git would give files as blobs; one a thread, with one buffer.
@safe final class BlobHasher {
  /// Why a file has no id.
  enum Failure: Error {
    /// It is gone.
    case vanished
    /// It is no regular file any more.
    case typeChanged
    /// It kept changing while it was read.
    case unstable
    /// The kernel refused.
    case unreadable(Errno)
  }

  private static let bufferSize = 256 << 10
  private static let attempts = 3
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: bufferSize, alignment: 4096)

  deinit { unsafe buffer.deallocate() }

  /// The id of bytes as a blob, 20 bytes.
  static func id(of content: [UInt8]) -> [UInt8] {
    ObjectID(hashing: content, type: "blob").bytes
  }

  /// The id of a regular file's bytes, 20 bytes; nothing but a whole and quiet reading counts.
  func id(_ directory: CInt, _ name: PathView) throws(Failure) -> [UInt8] {
    for _ in 0..<Self.attempts {
      if let id = try attempt(directory, name) { return id }
    }
    throw .unstable
  }

  private func attempt(_ directory: CInt, _ name: PathView) throws(Failure) -> [UInt8]? {
    var before = stat()
    let file: CInt
    do throws(Errno) {
      file = try FileProbe.openFile(directory, name, &before)
    } catch {
      throw Self.failure(error)
    }
    defer { close(file) }
    var hasher = StreamHasher(.sha1)
    hasher.update(Array("blob \(before.st_size)\0".utf8))
    guard try feed(file, &hasher, Int64(before.st_size)) else { return nil }
    var after = stat()
    guard unsafe fstat(file, &after) == 0, StatStamp(before) == StatStamp(after) else { return nil }
    return hasher.finalize().bytes
  }

  /// Reads to the end; whether that was where it was expected.
  private func feed(_ file: CInt, _ hasher: inout StreamHasher, _ size: Int64) throws(Failure)
    -> Bool
  {
    var total: Int64 = 0
    while total <= size {
      let got = unsafe read(file, buffer.baseAddress, buffer.count)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(Errno(rawValue: errno)) }
      if got == 0 { return total == size }
      unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<got]))
      total += Int64(got)
    }
    return false
  }

  private static func failure(_ reason: Errno) -> Failure {
    switch reason {
    case .noSuchFileOrDirectory: .vanished
    case .tooManySymbolicLinkLevels, .invalidArgument, .noSuchAddressOrDevice, .notDirectory:
      .typeChanged
    default: .unreadable(reason)
    }
  }
}

/// The part of a status that changes whenever a file's content may have changed.
struct StatStamp: Equatable {
  let modified: Int64
  let changed: Int64
  let inode: UInt64
  let size: Int64

  init(_ status: stat) {
    #if canImport(Darwin)
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #endif
    self.modified = Int64(modified.tv_sec) &* 1_000_000_000 &+ Int64(modified.tv_nsec)
    self.changed = Int64(changed.tv_sec) &* 1_000_000_000 &+ Int64(changed.tv_nsec)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
  }
}
