// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that appears under its name whole or not at all.
///
/// Bytes go to a temporary file beside the target, which is flushed to the disk and renamed over
/// it; then the directory is flushed. A kill or a power cut leaves the old file or the new one.
public struct AtomicFile: ~Copyable {
  private let target: FilePath
  private let temporary: FilePath
  private let descriptor: FileDescriptor
  private var committed = false

  /// Opens a temporary file beside `target`.
  ///
  /// `permissions` is the mode of the new file; the umask applies.
  public init(
    replacing target: FilePath,
    permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
  )
    throws(FileError)
  {
    self.target = target
    (temporary, descriptor) = try Self.open(beside: target, permissions)
  }

  /// Writes all bytes at the end.
  public mutating func write(_ bytes: some Sequence<UInt8>) throws(FileError) {
    do {
      try descriptor.writeAll(bytes)
    } catch {
      throw FileError("write", target, (error as? Errno) ?? .ioError)
    }
  }

  /// Gives the descriptor of the temporary file to `body`, for those who write in place.
  public func withDescriptor<Result>(_ body: (FileDescriptor) throws -> Result) rethrows -> Result {
    try body(descriptor)
  }

  /// Gives the file exactly these permissions, whatever the umask.
  public func setPermissions(_ permissions: FilePermissions) throws(FileError) {
    guard fchmod(descriptor.rawValue, permissions.rawValue) == 0 else {
      throw FileError("set permissions of", target, Errno(rawValue: errno))
    }
  }

  /// Reads back what has been written so far, to check it before it gets its name.
  ///
  /// The reader is good until this file is committed or dropped.
  public func reader() throws(FileError) -> FileReader {
    try FileReader(descriptor, path: target)
  }

  /// Flushes the bytes and puts the file under its name.
  public consuming func commit() throws(FileError) {
    do {
      guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
      try Folder.rename(temporary, to: target)
      committed = true
      try Self.flushFolder(of: target)
    } catch {
      throw Self.error("write", target, error)
    }
  }

  /// Puts the file under its name without waiting for the disk, for what can be had again and tells
  /// itself that it is whole: after a power cut it may not be.
  public consuming func commitUnflushed() throws(FileError) {
    do {
      try Folder.rename(temporary, to: target)
      committed = true
    } catch {
      throw Self.error("write", target, error)
    }
  }

  /// Flushes the bytes and puts the file under its name, unless something stands there already.
  ///
  /// Of processes that do this at once one wins, and all see the same file afterwards.
  /// The result says whether this one did.
  public consuming func commitUnlessPresent() throws(FileError) -> Bool {
    do {
      guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
      try HardLink.create(target, to: temporary)
      try Self.flushFolder(of: target)
      return true
    } catch {
      let error = Self.error("create", target, error)
      if error.errno == .fileExists { return false }
      throw error
    }
  }

  deinit {
    try? descriptor.close()
    if !committed { _ = unsafe temporary.withPlatformString { unsafe unlink($0) } }
  }

  /// Writes a whole file at once.
  public static func write(
    _ bytes: some Sequence<UInt8>, to target: FilePath,
    permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
  ) throws(FileError) {
    var file = try AtomicFile(replacing: target, permissions: permissions)
    try file.write(bytes)
    try file.commit()
  }

  /// Takes a file away for good: removes its name and flushes the directory.
  public static func remove(_ target: FilePath) throws(FileError) {
    do {
      guard unsafe target.withPlatformString({ unsafe unlink($0) }) == 0 else {
        throw Errno(rawValue: errno)
      }
      try flushFolder(of: target)
    } catch {
      throw Self.error("remove", target, error)
    }
  }

  private static func open(beside target: FilePath, _ permissions: FilePermissions)
    throws(FileError) -> (FilePath, FileDescriptor)
  {
    // The name is for a person who finds the leftover of a kill; the kernel's limit is 255 bytes.
    let name = String(
      decoding: (target.lastComponent?.string ?? "").utf8.prefix(100), as: UTF8.self)
    var last = Errno.fileExists
    for _ in 0..<16 {
      let random = UInt64.random(in: .min ... .max)
      let temporary = target.removingLastComponent()
        .appending(".\(name).\(String(random, radix: 36)).tmp")
      do {
        let descriptor = try FileDescriptor.open(
          temporary, .readWrite, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
          permissions: permissions)
        return (temporary, descriptor)
      } catch {
        last = (error as? Errno) ?? .ioError
        if last != .fileExists { break }
      }
    }
    throw FileError("create", target, last)
  }

  private static func flushFolder(of target: FilePath) throws(FileError) {
    let parent = target.removingLastComponent()
    try Folder.flush(parent.isEmpty ? "." : parent)
  }

  /// The kernel's reason, told of the file that the caller knows.
  private static func error(_ operation: String, _ target: FilePath, _ reason: any Error)
    -> FileError
  {
    let errno = (reason as? Errno) ?? (reason as? FileError)?.errno ?? .ioError
    return FileError(operation, target, errno)
  }
}
