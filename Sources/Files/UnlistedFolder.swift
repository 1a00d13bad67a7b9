// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that is closed when nobody keeps it, on the thread that opened it (``ThreadFiles``).
final class OpenFolder {
  let descriptor: FileDescriptor

  init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  deinit { try? descriptor.close() }
}

/// An open folder whose names may be known without listing it, for the thread that opened it.
public struct UnlistedFolder {
  /// From the root of the walk; nil for the root itself.
  public let path: RelativePath?
  /// Its status; nil when that proves nothing of its names.
  public let status: FileStatus?
  /// What its names are looked up in, until the thread opens another folder.
  public let lookup: NameLookup
  let opened: OpenFolder
}

/// What names are looked up in: a folder's descriptor, or the thread's working folder.
public struct NameLookup: Sendable {
  let descriptor: CInt
  /// Whether the thread shares its open files with no other.
  let hasOwnFiles: Bool

  /// The record of a regular file as it is now, and its size; a link is not followed.
  ///
  /// `guess` is where the record may stand. `buffer` is used again and again.
  public func find(
    _ name: Span<UInt8>, in table: StatusTable, guess: Int, _ buffer: inout NameBuffer
  ) -> (record: Int, size: Int64)? {
    var found = stat()
    let isThere = unsafe buffer.withCString(name) { name in
      unsafe fstatat(descriptor, name, &found, AT_SYMLINK_NOFOLLOW) == 0
    }
    let status = FileStatus(found)
    guard isThere, status.kind == .file, let record = table.find(status, guess: guess) else {
      return nil
    }
    return (record, status.size)
  }
}

extension NameLookup {
  /// What stands under a name that a NUL follows, not following a link; nil when there is nothing.
  @inline(__always)
  func status(ofNameAt place: Int, in bytes: [UInt8]) -> FileStatus? {
    var found = stat()
    let isThere = unsafe bytes.withUnsafeBytes { bytes in
      let start = unsafe bytes.baseAddress.unsafelyUnwrapped + place
      let name = unsafe start.assumingMemoryBound(to: CChar.self)
      return unsafe fstatat(descriptor, name, &found, AT_SYMLINK_NOFOLLOW) == 0
    }
    return isThere ? FileStatus(found) : nil
  }
}

/// Room for one name with a NUL after it, as system calls want it.
public struct NameBuffer {
  private var bytes = [CChar](repeating: 0, count: 512)

  /// Makes room.
  public init() {}

  mutating func withCString<Result>(
    _ name: Span<UInt8>, _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    if bytes.count <= name.count { bytes = [CChar](repeating: 0, count: name.count + 1) }
    return unsafe bytes.withUnsafeMutableBytes { room in
      unsafe name.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
      unsafe room[name.count] = 0
      return unsafe body(
        UnsafePointer(room.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self)))
    }
  }
}
