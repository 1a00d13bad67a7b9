// SPDX-License-Identifier: Apache-2.0

import Clinux

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The table of open files that one thread works with.
///
/// In a table that threads share, each file that one opens or closes makes the others wait a little
/// for the table. And only in a table of one's own it is certain whose a run of descriptors is, so
/// that one call can close them all.
struct ThreadFiles {
  /// The table of the process, which all threads share at first.
  static let shared = ThreadFiles(isOwn: false)

  let isOwn: Bool

  /// Gives the calling thread a table of its own, where the system has that and allows it.
  ///
  /// What was open stays open in it. What the thread opens from now on no other thread can use, nor
  /// close, and all is closed when it ends; so it must not do anything else afterwards
  /// (``Threads/runApart(_:_:)``).
  static func separate() -> ThreadFiles {
    #if os(Linux)
      ThreadFiles(isOwn: unshare(MODELGATE_CLONE_FILES) == 0)
    #else
      shared
    #endif
  }
}

/// Open files of a thread with a table of its own, which are closed some at a time.
struct DescriptorRuns: ~Copyable {
  private static let limit = 64

  private var runs: [Range<CInt>] = []
  private var count = 0

  init() { runs.reserveCapacity(8) }

  deinit { Self.close(runs) }

  /// Takes a descriptor over, to close it soon.
  mutating func add(_ descriptor: CInt) {
    if let last = runs.last, last.upperBound == descriptor {
      runs[runs.count - 1] = last.lowerBound..<(descriptor + 1)
    } else {
      runs.append(descriptor..<(descriptor + 1))
    }
    count += 1
    if count >= Self.limit { closeAll() }
  }

  /// Closes what was taken over; false when there was nothing.
  @discardableResult
  mutating func closeAll() -> Bool {
    guard count > 0 else { return false }
    Self.close(runs)
    runs.removeAll(keepingCapacity: true)
    count = 0
    return true
  }

  private static func close(_ runs: [Range<CInt>]) {
    for run in runs where !closeTogether(run) {
      for descriptor in run { _ = closeOne(descriptor) }
    }
  }

  private static func closeTogether(_ run: Range<CInt>) -> Bool {
    #if os(Linux)
      run.count > 1
        && modelgate_close_range(
          CUnsignedInt(bitPattern: run.lowerBound), CUnsignedInt(bitPattern: run.upperBound - 1))
          == 0
    #else
      false
    #endif
  }
}

/// `close` of the system, where a method has that name.
private func closeOne(_ descriptor: CInt) -> CInt { close(descriptor) }
