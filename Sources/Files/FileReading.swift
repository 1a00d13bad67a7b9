// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

extension FileDescriptor {
  /// Opens a regular file for reading; never blocks on a FIFO, never opens a device.
  ///
  /// `followLink` says whether a symbolic link as the last component may be followed.
  public static func openRegularFile(_ path: FilePath, followLink: Bool = true) throws(FileError)
    -> (FileDescriptor, FileStatus)
  {
    let before = try followLink ? FileStatus(following: path) : FileStatus(path)
    guard before.kind == .file else {
      throw FileError("read", path, .invalidArgument, detail: "it is a \(before.typeName)")
    }
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(
        path, .readOnly,
        options: followLink
          ? [.nonBlocking, .closeOnExec] : [.nonBlocking, .closeOnExec, .noFollow])
    } catch {
      throw FileError("read", path, (error as? Errno) ?? .ioError)
    }
    do throws(FileError) {
      let status = try FileStatus(descriptor, path: path)
      guard status.kind == .file else { throw FileError("read", path, .invalidArgument) }
      return (descriptor, status)
    } catch {
      try? descriptor.close()
      throw error
    }
  }
}

/// Reads whole small files.
public enum SmallFile {
  /// The content of a regular file.
  ///
  /// A file of more than `limit` bytes is an error (`EFBIG`), so that foreign input stays bounded.
  public static func read(_ path: FilePath, limit: Int, followLink: Bool = true)
    throws(FileError) -> [UInt8]
  {
    try readWithStatus(path, limit: limit, followLink: followLink).0
  }

  /// The content of a regular file, and the status of that very file.
  public static func readWithStatus(_ path: FilePath, limit: Int, followLink: Bool = true)
    throws(FileError) -> ([UInt8], FileStatus)
  {
    let (descriptor, status) = try FileDescriptor.openRegularFile(path, followLink: followLink)
    defer { try? descriptor.close() }
    return (try read(descriptor, status, path, limit: limit), status)
  }

  static func read(
    _ descriptor: FileDescriptor, _ status: FileStatus, _ path: FilePath, limit: Int
  ) throws(FileError) -> [UInt8] {
    guard status.size <= limit else {
      throw FileError(
        "read", path, .fileTooLarge,
        detail: "it has \(status.size) bytes, more than the \(limit) that are read")
    }
    do {
      return try readAll(descriptor, hint: Int(status.size), limit: limit)
    } catch {
      throw FileError("read", path, (error as? Errno) ?? .ioError)
    }
  }

  /// Reads to the end, the expected size straight into its place; a file may be longer by now.
  private static func readAll(_ descriptor: FileDescriptor, hint: Int, limit: Int) throws -> [UInt8]
  {
    var content = try readPiece(descriptor, upTo: min(hint, limit) + 1)
    var isAtEnd = content.count <= min(hint, limit)
    while !isAtEnd, content.count <= limit {
      let piece = try readPiece(descriptor, upTo: min(1 << 16, limit - content.count + 1))
      isAtEnd = piece.isEmpty
      content += piece
    }
    guard content.count <= limit else { throw Errno.fileTooLarge }
    return content
  }

  /// Reads until so many bytes are there, or the file ends.
  private static func readPiece(_ descriptor: FileDescriptor, upTo size: Int) throws -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: LargePages.room(for: size)) { buffer, count in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      unsafe LargePages.advise(for: bytes)
      while count < size {
        let read = try unsafe descriptor.read(
          into: UnsafeMutableRawBufferPointer(rebasing: bytes[count..<size]))
        if read == 0 { return }
        count += read
      }
    }
  }
}
