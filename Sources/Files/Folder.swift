// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Makes, renames and removes whole folders.
public enum Folder {
  /// Makes a folder, and those above it that are missing.
  public static func create(
    _ path: FilePath,
    permissions: FilePermissions = [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute]
  ) throws(FileError) {
    if (try? FileStatus(following: path))?.kind == .directory { return }
    let parent = path.removingLastComponent()
    if !parent.isEmpty, parent != path { try create(parent, permissions: permissions) }
    do {
      try createNew(path, permissions: permissions)
    } catch  where error.errno == .fileExists {
      guard (try? FileStatus(following: path))?.kind == .directory else { throw error }
    }
  }

  /// Makes a folder that must not exist yet.
  public static func createNew(
    _ path: FilePath, permissions: FilePermissions = .ownerReadWriteExecute
  ) throws(FileError) {
    let result = unsafe path.withPlatformString { unsafe mkdir($0, permissions.rawValue) }
    guard result == 0 else { throw FileError("create folder", path, Errno(rawValue: errno)) }
  }

  /// Gives a file or a folder another name on the same file system, replacing a file there.
  public static func rename(_ old: FilePath, to new: FilePath) throws(FileError) {
    let result = unsafe old.withPlatformString { old in
      unsafe new.withPlatformString { new in
        #if canImport(Darwin)
          unsafe Darwin.rename(old, new)
        #else
          unsafe Glibc.rename(old, new)
        #endif
      }
    }
    guard result == 0 else { throw FileError("rename", old, Errno(rawValue: errno)) }
  }

  /// The names directly in a folder, in no order, without `.` and `..`.
  public static func names(in path: FilePath) throws(FileError) -> [[UInt8]] {
    do {
      return try names(
        closing: FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec]))
    } catch {
      throw FileError("list", path, (error as? Errno) ?? .ioError)
    }
  }

  /// The same of an open folder, of which nothing was listed yet and which is closed.
  static func names(closing folder: FileDescriptor) throws(Errno) -> [[UInt8]] {
    guard let stream = unsafe fdopendir(folder.rawValue) else {
      let reason = Errno(rawValue: errno)
      try? folder.close()
      throw reason
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe Array($0.prefix { $0 != 0 })
      }
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
    // Half a list must not pass for a whole one.
    guard errno == 0 else { throw Errno(rawValue: errno) }
    return names
  }

  /// Removes a file, or a folder with all that is in it; nothing there is no error.
  ///
  /// Symbolic links are removed, not followed; folders without permissions are opened up first.
  /// Trees may be deeper than any path is long.
  public static func remove(_ path: FilePath) throws(FileError) {
    guard let status = try? FileStatus(path) else { return }
    if status.kind == .directory {
      if status.mode & 0o700 != 0o700 { setPermissions(.ownerReadWriteExecute, of: path) }
      var content = try FolderRemoval(path)
      try content.run()
    }
    try unlink(path, isFolder: status.kind == .directory)
  }

  /// Removes a folder that holds nothing but empty folders; the first file in it is an error.
  public static func removeEmpty(_ path: FilePath) throws(FileError) {
    for name in try names(in: path) {
      guard let name = RelativePath(bytes: name) else { continue }
      try removeEmpty(path.appending(name))
    }
    try unlink(path, isFolder: true)
  }

  /// Makes sure that a power cut keeps the names in a folder.
  public static func flush(_ path: FilePath) throws(FileError) {
    do {
      let folder = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
      defer { try? folder.close() }
      guard fsync(folder.rawValue) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      throw FileError("flush", path, (error as? Errno) ?? .ioError)
    }
  }

  /// Sets permission bits; a failure shows when the file is used.
  public static func setPermissions(_ permissions: FilePermissions, of path: FilePath) {
    _ = unsafe path.withPlatformString { unsafe chmod($0, permissions.rawValue) }
  }

  private static func unlink(_ path: FilePath, isFolder: Bool) throws(FileError) {
    let result = unsafe path.withPlatformString {
      unsafe unlinkat(AT_FDCWD, $0, isFolder ? AT_REMOVEDIR : 0)
    }
    guard result == 0 || errno == ENOENT else {
      throw FileError("remove", path, Errno(rawValue: errno))
    }
  }
}
