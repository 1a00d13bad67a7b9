// SPDX-License-Identifier: Apache-2.0

import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Counts the directories that are kept open, so that a deep and wide tree cannot use up all
/// descriptors.
final class HandleBudget: Sendable {
  private let count = Atomic<Int>(0)
  private let limit: Int

  /// Allows a quarter of the descriptors that the process may have, and never more than 256.
  init() {
    let allowed = sysconf(CInt(_SC_OPEN_MAX))
    limit = min(256, max(16, Int(allowed) / 4))
  }

  func add(_ number: Int) { count.wrappingAdd(number, ordering: .relaxed) }

  /// Whether directories should rather be opened again from the root than kept open.
  var isSpent: Bool { count.load(ordering: .relaxed) >= limit }
}

/// A folder to be opened: by its name in an open parent, or component by component from the root.
struct FolderPlace {
  /// From the root; empty for the root itself.
  let path: [UInt8]
  /// The folder around it, unless too many were open already.
  let parent: DirectoryHandle?

  init(_ path: [UInt8], in parent: DirectoryHandle, _ budget: HandleBudget) {
    self.path = path
    self.parent = budget.isSpent ? nil : parent
  }

  /// Opens it; no component may be a link.
  func open(root: DirectoryHandle, _ budget: HandleBudget) throws(Errno) -> DirectoryHandle {
    let slash = path.lastIndex(of: UInt8(ascii: "/"))
    let name = CString(path[(slash.map { $0 + 1 } ?? 0)...])
    if let parent { return try Self.open(parent.descriptor, name, budget) }
    guard let slash else { return try Self.open(root.descriptor, name, budget) }
    let descriptor = try Self.walk(root.descriptor, path[..<slash])
    defer { close(descriptor) }
    return try Self.open(descriptor, name, budget)
  }

  private static func open(_ parent: CInt, _ name: CString, _ budget: HandleBudget) throws(Errno)
    -> DirectoryHandle
  {
    try name.withView { view throws(Errno) in
      try unsafe DirectoryHandle.open(parent, view.cString, budget: budget)
    }
  }

  private static func walk(_ root: CInt, _ path: ArraySlice<UInt8>) throws(Errno) -> CInt {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    var current = root
    for component in path.split(separator: UInt8(ascii: "/")) {
      let next = CString(component).withView { unsafe openat(current, $0.cString, flags) }
      let reason = Errno(rawValue: errno)
      if current != root { close(current) }
      guard next >= 0 else { throw reason }
      current = next
    }
    return current
  }
}

/// Bytes with a NUL after them.
struct CString {
  private let bytes: [UInt8]

  init(_ bytes: some Sequence<UInt8>) { self.bytes = bytes + [0] }

  /// Lends the bytes to the closure.
  func withView<Result, Failure>(_ body: (PathView) throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    try unsafe bytes.withUnsafeBufferPointer { buffer throws(Failure) in
      // Never empty: the NUL is there.
      let base = unsafe UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped)
      return try body(unsafe PathView(base, buffer.count - 1))
    }
  }
}
