// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// System calls on a name in an open directory; none follows a link.
enum FileProbe {
  /// Stands for the working directory where a descriptor is asked for.
  static let workingDirectory = CInt(AT_FDCWD)

  /// Fills in the status of a name; nil when that worked.
  @inline(__always)
  static func status(_ directory: CInt, _ name: PathView, _ status: inout stat) -> Errno? {
    unsafe fstatat(directory, name.cString, &status, AT_SYMLINK_NOFOLLOW) == 0
      ? nil : Errno(rawValue: errno)
  }

  /// What a name stands for.
  static func kind(_ status: stat) -> FileStatus.Kind {
    switch UInt32(status.st_mode) & UInt32(S_IFMT) {
    case UInt32(S_IFREG): .file
    case UInt32(S_IFDIR): .directory
    case UInt32(S_IFLNK): .symbolicLink
    default: .special
    }
  }

  /// What a special file is, for people.
  static func specialName(_ status: stat) -> String {
    switch UInt32(status.st_mode) & UInt32(S_IFMT) {
    case UInt32(S_IFIFO): "FIFO"
    case UInt32(S_IFSOCK): "socket"
    case UInt32(S_IFBLK): "block device"
    case UInt32(S_IFCHR): "character device"
    default: "special file"
    }
  }

  /// Opens a regular file; never blocks on a FIFO.
  static func openFile(_ directory: CInt, _ name: PathView, _ status: inout stat) throws(Errno)
    -> CInt
  {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let file = unsafe openat(directory, name.cString, flags)
    guard file >= 0 else { throw Errno(rawValue: errno) }
    if unsafe fstat(file, &status) == 0, kind(status) == .file { return file }
    close(file)
    throw .invalidArgument
  }

  /// The content of a small regular file; nil when it cannot be had or is larger.
  static func smallFile(_ directory: CInt, _ name: [UInt8], limit: Int) -> [UInt8]? {
    let terminated = name + [0]
    return unsafe terminated.withUnsafeBytes { buffer -> [UInt8]? in
      guard let base = buffer.baseAddress else { return nil }
      return unsafe smallFile(directory, PathView(base, name.count), limit: limit)
    }
  }

  /// The content of a small regular file; nil when it cannot be had or is larger.
  static func smallFile(_ directory: CInt, _ name: PathView, limit: Int) -> [UInt8]? {
    var status = stat()
    guard let file = try? openFile(directory, name, &status) else { return nil }
    defer { close(file) }
    guard status.st_size <= limit else { return nil }
    return readAll(file, size: Int(status.st_size))
  }

  /// Everything that can be read, if it is exactly as long as announced.
  private static func readAll(_ file: CInt, size: Int) -> [UInt8]? {
    var failed = false
    let content = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count <= size {
        guard let base = buffer.baseAddress else { break }
        let got = unsafe read(file, base + count, size + 1 - count)
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { break }
        count += got
      }
    }
    return failed || content.count != size ? nil : content
  }

  /// The text of a symbolic link.
  static func linkTarget(_ directory: CInt, _ name: PathView) throws(Errno) -> [UInt8] {
    let limit = 65_536
    var reason: Errno?
    let target = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let got = unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        unsafe text.baseAddress.map { unsafe readlinkat(directory, name.cString, $0, limit) } ?? -1
      }
      if got < 0 { reason = Errno(rawValue: errno) }
      count = max(0, got)
    }
    if let reason { throw reason }
    return target
  }
}
