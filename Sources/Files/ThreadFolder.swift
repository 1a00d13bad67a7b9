// SPDX-License-Identifier: Apache-2.0

import Clinux

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The working folder of one thread, for looking up many names in the same folder.
///
/// In a process of several threads the kernel counts a reference to the descriptor of a folder, up
/// and down, for each name that is looked up in it, but none to the working folder of a thread that
/// shares it with no other: a thirtieth of the time that a name takes.
package struct ThreadFolder {
  /// Shares the working folder of the process, as all threads do at first.
  package static let shared = ThreadFolder(isOwn: false)

  private let isOwn: Bool

  /// Gives the calling thread a working folder of its own, where the system has that and allows it.
  ///
  /// The thread keeps it until it ends, so it must not do anything else afterwards
  /// (``Threads/runApart(_:_:)``).
  package static func separate() -> ThreadFolder {
    #if os(Linux)
      ThreadFolder(isOwn: unshare(MODELGATE_CLONE_FS) == 0)
    #else
      shared
    #endif
  }

  /// What to look names of an open folder up in, until the next call: the working folder, or the
  /// folder's descriptor where it can't be that.
  package func enter(_ folder: CInt) -> CInt {
    isOwn && fchdir(folder) == 0 ? CInt(AT_FDCWD) : folder
  }
}
