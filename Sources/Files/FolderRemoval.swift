// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Empties a folder, however deep it is.
///
/// Each name is given to the open folder that holds it, never as a path, and only one folder is
/// open at a time. No link is followed. The way back up is taken only when it leads to the folder
/// that the way down came from, should one be moved meanwhile.
struct FolderRemoval: ~Copyable {
  /// A folder on the way from the outermost to the open one.
  private struct Level {
    /// Its own name in the folder above, with NUL.
    let name: [UInt8]
    let status: FileStatus
    /// What may still be in it.
    var names: [[UInt8]]
  }

  /// The outermost folder, for messages.
  private let path: FilePath
  private var folder: FileDescriptor
  private var levels: [Level]

  /// Opens the folder that is to be emptied.
  init(_ path: FilePath) throws(FileError) {
    let (opened, level) = try Self.open(path)
    self.path = path
    folder = opened
    levels = [level]
  }

  private static func open(_ path: FilePath) throws(FileError) -> (FileDescriptor, Level) {
    do {
      let opened = try FileDescriptor.open(
        path, .readOnly, options: [.directory, .noFollow, .closeOnExec])
      do throws(Errno) {
        return (opened, try level(opened, []))
      } catch {
        try? opened.close()
        throw error
      }
    } catch {
      throw FileError("remove", path, (error as? Errno) ?? .ioError)
    }
  }

  deinit { try? folder.close() }

  /// Removes everything in the folder; the first name that stays is an error.
  mutating func run() throws(FileError) {
    while let last = levels.indices.last {
      do throws(Errno) {
        if let name = levels[last].names.popLast() {
          try remove(name + [0])
        } else if last > 0 {
          try leave()
        } else {
          return
        }
      } catch {
        throw FileError("remove from", path, error)
      }
    }
  }

  private mutating func remove(_ name: [UInt8]) throws(Errno) {
    guard let status = try status(name) else { return }
    guard status.kind == .directory else { return try unlink(name, 0) }
    if status.mode & 0o700 != 0o700 {
      _ = unsafe call(name) { unsafe fchmodat($0, $1, 0o700, 0) }
    }
    let inner = try open(name, O_NOFOLLOW)
    do throws(Errno) {
      levels.append(try Self.level(inner, name))
    } catch {
      try? inner.close()
      throw error
    }
    try? folder.close()
    folder = inner
  }

  /// Removes the open folder, which is empty, from the one above.
  private mutating func leave() throws(Errno) {
    let outer = try open(Array("..".utf8) + [0], 0)
    try? folder.close()
    folder = outer
    let left = levels.removeLast()
    let (expected, found) = (levels.last?.status, try FileStatus(outer))
    guard expected?.device == found.device, expected?.inode == found.inode else {
      throw .resourceBusy
    }
    try unlink(left.name, AT_REMOVEDIR)
  }

  private static func level(_ folder: FileDescriptor, _ name: [UInt8]) throws(Errno) -> Level {
    let status = try FileStatus(folder)
    let listed = unsafe openat(folder.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard listed >= 0 else { throw Errno(rawValue: errno) }
    return Level(
      name: name, status: status,
      names: try Folder.names(closing: FileDescriptor(rawValue: listed)))
  }

  /// What stands under a name; nil when nothing does any more.
  private func status(_ name: [UInt8]) throws(Errno) -> FileStatus? {
    var found = stat()
    if unsafe call(name, { unsafe fstatat($0, $1, &found, AT_SYMLINK_NOFOLLOW) }) == 0 {
      return FileStatus(found)
    }
    guard errno == ENOENT else { throw Errno(rawValue: errno) }
    return nil
  }

  private func open(_ name: [UInt8], _ flags: CInt) throws(Errno) -> FileDescriptor {
    let opened = unsafe call(name) {
      unsafe openat($0, $1, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)
    }
    guard opened >= 0 else { throw Errno(rawValue: errno) }
    return FileDescriptor(rawValue: opened)
  }

  private func unlink(_ name: [UInt8], _ flags: CInt) throws(Errno) {
    guard unsafe call(name, { unsafe unlinkat($0, $1, flags) }) == 0 || errno == ENOENT else {
      throw Errno(rawValue: errno)
    }
  }

  /// Gives the open folder and a name that ends with NUL to a system call.
  private func call(_ name: [UInt8], _ body: (CInt, UnsafePointer<CChar>) -> CInt) -> CInt {
    let name = name.map { CChar(bitPattern: $0) }
    return unsafe body(folder.rawValue, name)
  }
}
