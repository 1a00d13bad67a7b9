// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Opens directories below a borrowed descriptor, one component at a time.
struct ComponentWalk {
  private let root: FileDescriptor
  private let path: FilePath

  init(_ root: FileDescriptor, _ path: FilePath) {
    self.root = root
    self.path = path
  }

  /// Opens a directory; the caller closes it.
  func openDirectory(_ relative: RelativePath) throws(FileError) -> FileDescriptor {
    var names = relative.bytes.map { $0 == UInt8(ascii: "/") ? 0 : CChar(bitPattern: $0) }
    names.append(0)
    var current = root
    var start = 0
    while start < names.count {
      let next = unsafe names.withUnsafeBufferPointer {
        unsafe Self.openChild(of: current, $0.baseAddress?.advanced(by: start))
      }
      let reason = Errno(rawValue: errno)
      if current.rawValue != root.rawValue { try? current.close() }
      let end = names[start...].firstIndex(of: 0) ?? names.count
      guard let next else {
        throw failure(RelativePath(unchecked: Array(relative.bytes[..<end])), reason)
      }
      current = next
      start = end + 1
    }
    return current
  }

  /// Opens a directory by its name in another; nil when it can't be opened, or is a link.
  static func openChild(of parent: FileDescriptor, _ name: ArraySlice<UInt8>) -> FileDescriptor? {
    let terminated = name.map { CChar(bitPattern: $0) } + [0]
    return unsafe terminated.withUnsafeBufferPointer {
      unsafe openChild(of: parent, $0.baseAddress)
    }
  }

  private static func openChild(of parent: FileDescriptor, _ name: UnsafePointer<CChar>?)
    -> FileDescriptor?
  {
    guard let name = unsafe name else { return nil }
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let opened = unsafe openat(parent.rawValue, name, flags)
    return opened < 0 ? nil : FileDescriptor(rawValue: opened)
  }

  /// Says why a component could not be opened; a link answers `ENOTDIR`, which would mislead.
  private func failure(_ component: RelativePath, _ reason: Errno) -> FileError {
    let place = path.appending(component)
    guard reason == .notDirectory || reason == .tooManySymbolicLinkLevels,
      let status = try? FileStatus(place), status.kind != .directory
    else { return FileError("open", place, reason) }
    return FileError("open", place, reason, detail: "it is a \(status.typeName), not a directory")
  }
}
