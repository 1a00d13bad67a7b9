// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `lstat` says of a file, with times in nanoseconds since the epoch.
public struct FileStatus: Equatable, Sendable {
  /// What stands under a name.
  public enum Kind: String, Sendable {
    /// A regular file.
    case file
    /// A directory.
    case directory
    /// A symbolic link.
    case symbolicLink = "symbolic link"
    /// A FIFO, a socket or a device: nothing that a gate may open.
    case special = "special file"
  }

  /// The device that holds it.
  public var device: UInt64
  /// Its number on the device.
  public var inode: UInt64
  /// Type and permission bits.
  public var mode: UInt32
  /// Number of names.
  public var links: UInt64
  /// The owner.
  public var owner: UInt32
  /// The group.
  public var group: UInt32
  /// Bytes.
  public var size: Int64
  /// Content last changed.
  public var modified: Int64
  /// Content or attributes last changed; no ordinary program can set it back.
  public var changed: Int64

  /// What it is.
  public var kind: Kind {
    switch mode & UInt32(S_IFMT) {
    case UInt32(S_IFREG): .file
    case UInt32(S_IFDIR): .directory
    case UInt32(S_IFLNK): .symbolicLink
    default: .special
    }
  }

  /// What it is, more closely than `kind`, for people: `FIFO`, `socket`, `block device`.
  public var typeName: String {
    switch mode & UInt32(S_IFMT) {
    case UInt32(S_IFIFO): "FIFO"
    case UInt32(S_IFSOCK): "socket"
    case UInt32(S_IFBLK): "block device"
    case UInt32(S_IFCHR): "character device"
    default: kind.rawValue
    }
  }

  /// Whether the owner may execute it, which is the one permission bit that git records.
  public var isExecutable: Bool { mode & UInt32(S_IXUSR) != 0 }

  /// Reads the status of a path, not following a last symbolic link.
  public init(_ path: FilePath) throws(FileError) {
    self = try Self.read(path, follow: false)
  }

  /// Reads the status of what a path leads to.
  public init(following path: FilePath) throws(FileError) {
    self = try Self.read(path, follow: true)
  }

  /// Reads the status of an open file.
  public init(_ descriptor: FileDescriptor, path: FilePath) throws(FileError) {
    do {
      try self.init(descriptor)
    } catch {
      throw FileError("examine", path, error)
    }
  }

  init(_ descriptor: FileDescriptor) throws(Errno) {
    var status = stat()
    guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    self.init(status)
  }

  private static func read(_ path: FilePath, follow: Bool) throws(FileError) -> FileStatus {
    var status = stat()
    let result = unsafe path.withPlatformString {
      unsafe fstatat(AT_FDCWD, $0, &status, follow ? 0 : AT_SYMLINK_NOFOLLOW)
    }
    guard result == 0 else { throw FileError("examine", path, Errno(rawValue: errno)) }
    return FileStatus(status)
  }

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    mode = UInt32(truncatingIfNeeded: status.st_mode)
    links = UInt64(truncatingIfNeeded: status.st_nlink)
    owner = UInt32(truncatingIfNeeded: status.st_uid)
    group = UInt32(truncatingIfNeeded: status.st_gid)
    size = Int64(truncatingIfNeeded: status.st_size)
    #if canImport(Darwin)
      modified = Self.nanoseconds(status.st_mtimespec)
      changed = Self.nanoseconds(status.st_ctimespec)
    #else
      modified = Self.nanoseconds(status.st_mtim)
      changed = Self.nanoseconds(status.st_ctim)
    #endif
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
