// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Looks up names beneath a borrowed root, keeping the last parent directory open.
///
/// Files are visited mostly folder by folder, so the path to a folder is walked once, not once a
/// file.
struct DirectoryCursor: ~Copyable {
  private let root: FileDescriptor
  private let path: FilePath
  private var parentBytes: ArraySlice<UInt8> = []
  private var parent: FileDescriptor?

  init(_ root: FileDescriptor, _ path: FilePath) {
    self.root = root
    self.path = path
  }

  deinit { try? parent?.close() }

  /// Opens a name that should be a regular file; the caller looks whether it is, and closes it.
  ///
  /// A FIFO does not block, a terminal does not become ours, a link is an error.
  mutating func open(_ relative: RelativePath) throws(FileError) -> FileDescriptor {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let opened = try unsafe call("read", relative) { unsafe Int(openat($0, $1, flags)) }
    return FileDescriptor(rawValue: CInt(opened))
  }

  /// The path of a name, for messages.
  func place(_ relative: RelativePath) -> FilePath { path.appending(relative) }

  /// Describes a name, not following a link.
  mutating func status(_ relative: RelativePath) throws(FileError) -> FileStatus {
    FileStatus(try examine(relative))
  }

  /// The bytes of a name's blocks, which stat(2) counts by 512.
  mutating func storedBytes(_ relative: RelativePath) throws(FileError) -> Int64 {
    Int64(truncatingIfNeeded: try examine(relative).st_blocks) &* 512
  }

  private mutating func examine(_ relative: RelativePath) throws(FileError) -> stat {
    var status = stat()
    _ = try unsafe call("examine", relative) {
      unsafe Int(fstatat($0, $1, &status, AT_SYMLINK_NOFOLLOW))
    }
    return status
  }

  /// The text of a symbolic link; one that fills the buffer is refused.
  mutating func readLink(_ relative: RelativePath) throws(FileError) -> [UInt8] {
    var text = [CChar](repeating: 0, count: 4096)
    let count = try unsafe call("read link", relative) { unsafe readlinkat($0, $1, &text, 4096) }
    guard count < text.count else {
      throw FileError("read link", path.appending(relative), .fileNameTooLong)
    }
    return text[..<count].map { UInt8(bitPattern: $0) }
  }

  /// Gives the open parent and the last component to a system call that answers -1 and `errno`.
  private mutating func call(
    _ operation: String, _ relative: RelativePath, _ body: (CInt, UnsafePointer<CChar>) -> Int
  ) throws(FileError) -> Int {
    let slash = relative.bytes.lastIndex(of: UInt8(ascii: "/"))
    let directory = try openParent(relative.bytes[..<(slash ?? 0)])
    var name = relative.bytes[(slash.map { $0 + 1 } ?? 0)...].map { CChar(bitPattern: $0) }
    name.append(0)
    let result = unsafe body(directory.rawValue, name)
    let reason = Errno(rawValue: errno)
    if result >= 0 { return result }
    // A last component that is a link answers `ELOOP`, whose own words would mislead.
    let isLink = reason == .tooManySymbolicLinkLevels
    throw FileError(
      operation, path.appending(relative), reason, detail: isLink ? "it is a symbolic link" : nil)
  }

  private mutating func openParent(_ bytes: ArraySlice<UInt8>) throws(FileError) -> FileDescriptor {
    if bytes.isEmpty { return root }
    if let parent, bytes == parentBytes { return parent }
    try? parent?.close()
    parent = nil
    let opened = try ComponentWalk(root, path).openDirectory(RelativePath(unchecked: Array(bytes)))
    parent = opened
    parentBytes = bytes
    return opened
  }
}
