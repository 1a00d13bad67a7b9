// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files in a folder that is still private, where nothing may stand under the name yet.
public enum NewFile {
  /// Writes a new file, and on request flushes it to the disk.
  public static func write(
    _ bytes: [UInt8], to path: FilePath, permissions: FilePermissions, flushed: Bool = false
  ) throws(FileError) {
    do {
      let file = try create(path, permissions)
      defer { try? file.close() }
      try file.writeAll(bytes)
      if flushed, fsync(file.rawValue) != 0 { throw Errno(rawValue: errno) }
    } catch {
      throw FileError("write", path, (error as? Errno) ?? .ioError)
    }
  }

  /// Copies a regular file, sharing its blocks where the file system can.
  ///
  /// The source may be a symbolic link to a regular file only when `followLink` says so.
  public static func copy(
    _ source: FilePath, to target: FilePath, permissions: FilePermissions, followLink: Bool = false
  ) throws(FileError) {
    let (from, _) = try FileDescriptor.openRegularFile(source, followLink: followLink)
    defer { try? from.close() }
    do {
      let file = try create(target, permissions)
      defer { try? file.close() }
      try copyContent(from, to: file)
    } catch {
      throw FileError("copy to", target, (error as? Errno) ?? .ioError)
    }
  }

  private static func create(_ path: FilePath, _ permissions: FilePermissions) throws
    -> FileDescriptor
  {
    try FileDescriptor.open(
      path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
      permissions: permissions)
  }

  private static func copyContent(_ from: FileDescriptor, to target: FileDescriptor) throws {
    #if canImport(Glibc)
      // FICLONE of linux/fs.h: both files share the blocks until one is written to.
      let ficlone: UInt = 0x4004_9409
      if ioctl(target.rawValue, ficlone, from.rawValue) == 0 { return }
    #endif
    try copyRest(from, to: target)
  }

  /// Copies from where both stand to the end; also for sources whose size says nothing.
  private static func copyRest(_ from: FileDescriptor, to target: FileDescriptor) throws {
    while true {
      let piece = try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
        count = try unsafe from.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      if piece.isEmpty { return }
      try target.writeAll(piece)
    }
  }
}

/// Symbolic links.
public enum SymbolicLink {
  /// Makes a link that must not exist yet.
  public static func create(_ path: FilePath, to target: FilePath) throws(FileError) {
    let result = unsafe target.withPlatformString { target in
      unsafe path.withPlatformString { unsafe symlink(target, $0) }
    }
    guard result == 0 else { throw FileError("create link", path, Errno(rawValue: errno)) }
  }

  /// Makes a link, or points an existing one elsewhere, in one step.
  public static func replace(_ path: FilePath, to target: FilePath) throws(FileError) {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = path.removingLastComponent().appending(".link.\(random).tmp")
    try create(temporary, to: target)
    do {
      try Folder.rename(temporary, to: path)
    } catch {
      try? Folder.remove(temporary)
      throw error
    }
  }
}

/// Further names of a file.
public enum HardLink {
  /// Gives a file another name, under which nothing may stand yet.
  public static func create(_ path: FilePath, to existing: FilePath) throws(FileError) {
    let result = unsafe existing.withPlatformString { existing in
      unsafe path.withPlatformString { unsafe link(existing, $0) }
    }
    guard result == 0 else { throw FileError("create link", path, Errno(rawValue: errno)) }
  }
}
