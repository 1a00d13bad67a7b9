// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open directory: read by one thread at most, then only looked up in; closed with the last
/// reference.
@safe final class DirectoryHandle: @unchecked Sendable {
  #if canImport(Darwin)
    private typealias Stream = UnsafeMutablePointer<DIR>
  #else
    private typealias Stream = OpaquePointer
  #endif

  /// What a directory says of a name without a look at the file.
  enum EntryType { case file, directory, symbolicLink, special, unknown }

  let descriptor: CInt
  /// Nil until names are read.
  private var stream: Stream?
  private let budget: HandleBudget?

  private init(_ descriptor: CInt, _ budget: HandleBudget?) {
    self.descriptor = descriptor
    self.budget = budget
    budget?.add(1)
  }

  deinit {
    if let stream = unsafe stream { unsafe closedir(stream) } else { close(descriptor) }
    budget?.add(-1)
  }

  /// Opens a directory by its name in another; a link is not followed.
  static func open(
    _ parent: CInt, _ name: UnsafePointer<CChar>, followLink: Bool = false, budget: HandleBudget?
  ) throws(Errno) -> DirectoryHandle {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followLink ? 0 : O_NOFOLLOW)
    let descriptor = unsafe openat(parent, name, flags)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    return DirectoryHandle(descriptor, budget)
  }

  private func beginReading() throws(Errno) -> Stream {
    if let stream = unsafe stream { return unsafe stream }
    guard let begun = unsafe fdopendir(descriptor) else { throw Errno(rawValue: errno) }
    unsafe stream = begun
    return unsafe begun
  }

  /// Calls the closure with every name but `.` and `..`, until it answers false.
  ///
  /// The name ends in a NUL that the view does not count; it lives only during the call.
  @inline(__always)
  func forEach(_ body: (PathView, EntryType) -> Bool) throws(Errno) {
    let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
    let stream = unsafe try beginReading()
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw Errno(rawValue: errno) }
        return
      }
      let name = unsafe UnsafeRawPointer(entry) + nameOffset
      let length = unsafe strlen(name.assumingMemoryBound(to: CChar.self))
      let view = unsafe PathView(name, length)
      if view[0] == UInt8(ascii: "."), length == 1 || length == 2 && view[1] == UInt8(ascii: ".") {
        continue
      }
      if unsafe !body(view, Self.type(entry.pointee.d_type)) { return }
    }
  }

  @inline(__always) private static func type(_ raw: UInt8) -> EntryType {
    switch Int(raw) {
    case Int(DT_REG): .file
    case Int(DT_DIR): .directory
    case Int(DT_LNK): .symbolicLink
    case Int(DT_UNKNOWN): .unknown
    default: .special
    }
  }
}

extension PathView {
  /// The name for system calls; a NUL follows the bytes wherever names come from.
  var cString: UnsafePointer<CChar> { unsafe base.assumingMemoryBound(to: CChar.self) }
}
