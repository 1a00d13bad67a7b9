// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open directory, beneath which names are looked up without following any symbolic link.
///
/// Each component is opened with `O_NOFOLLOW` below the one before, so that no link, `..` or
/// absolute path leads outside, whoever changes the tree meanwhile. Linux' `openat2` would do it in
/// one call, but not on older kernels nor on macOS. The path that opens the root itself may lead
/// through links.
public struct RootDirectory: ~Copyable, Sendable {
  /// The path it was opened by; for messages and for programs that are given paths.
  public let path: FilePath
  let descriptor: FileDescriptor

  /// Opens a directory.
  public init(_ path: FilePath) throws(FileError) {
    do {
      let options: FileDescriptor.OpenOptions = [.directory, .closeOnExec]
      self.init(path, try FileDescriptor.open(path, .readOnly, options: options))
    } catch {
      throw FileError("open", path, (error as? Errno) ?? .ioError)
    }
  }

  private init(_ path: FilePath, _ descriptor: FileDescriptor) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { try? descriptor.close() }

  /// Opens a directory beneath this one.
  public func openDirectory(_ relative: RelativePath) throws(FileError) -> RootDirectory {
    let opened = try ComponentWalk(descriptor, path).openDirectory(relative)
    return RootDirectory(path.appending(relative), opened)
  }

  /// Reads the status of a name beneath the root; a symbolic link is described, not followed.
  public func status(_ relative: RelativePath) throws(FileError) -> FileStatus {
    var cursor = DirectoryCursor(descriptor, path)
    return try cursor.status(relative)
  }

  /// The bytes that the disk holds of a file: fewer than its size where it has holes.
  public func storedBytes(_ relative: RelativePath) throws(FileError) -> Int64 {
    var cursor = DirectoryCursor(descriptor, path)
    return try cursor.storedBytes(relative)
  }

  /// Opens a regular file for reading; never blocks on a FIFO, never opens a device or a link.
  ///
  /// The caller closes the descriptor; the status is of what was opened.
  public func openFile(_ relative: RelativePath) throws(FileError) -> (FileDescriptor, FileStatus) {
    var cursor = DirectoryCursor(descriptor, path)
    let status = try cursor.status(relative)
    guard status.kind == .file else { throw .notRegular(path.appending(relative), status) }
    let file = try cursor.open(relative)
    do throws(FileError) {
      let opened = try FileStatus(file, path: path.appending(relative))
      guard opened.kind == .file else { throw .notRegular(path.appending(relative), opened) }
      return (file, opened)
    } catch {
      try? file.close()
      throw error
    }
  }

  /// The whole content of a small regular file.
  ///
  /// A file larger than the limit is an error (`EFBIG`), so that foreign input stays bounded.
  public func read(_ relative: RelativePath, limit: Int) throws(FileError) -> [UInt8] {
    try readWithStatus(relative, limit: limit).0
  }

  /// The whole content of a small regular file, and the status that it had before it was read.
  public func readWithStatus(_ relative: RelativePath, limit: Int)
    throws(FileError) -> ([UInt8], FileStatus)
  {
    let (file, status) = try openFile(relative)
    defer { try? file.close() }
    return (try SmallFile.read(file, status, path.appending(relative), limit: limit), status)
  }

  /// The text of a symbolic link.
  public func readLink(_ relative: RelativePath) throws(FileError) -> [UInt8] {
    var cursor = DirectoryCursor(descriptor, path)
    return try cursor.readLink(relative)
  }
}

extension FileError {
  static func notRegular(_ path: FilePath, _ status: FileStatus) -> FileError {
    FileError("read", path, .invalidArgument, detail: "it is a \(status.typeName)")
  }
}
