// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What git tells the hooks that it starts.
enum HookEnvironment {
  /// Held while a variable is out of the environment.
  private static let hiding = Mutex(())

  /// A variable that holds a path.
  static func path(_ name: String) -> FilePath? {
    unsafe getenv(name).map { unsafe FilePath(platformString: $0) }
  }

  /// Opens the repository that git names, or the one that a path lies in.
  ///
  /// libgit2 refuses to open anything where `GIT_WORK_TREE` is set, as `git --work-tree` does for
  /// its hooks, and reads the index that is named at once. So it does not see these two; the
  /// worktree is set afterwards, and the index by the caller if it is to be hidden.
  static func open(_ path: FilePath, hidesIndex: Bool, _ operation: String) throws(GitError)
    -> OpaquePointer?
  {
    let worktree = self.path("GIT_WORK_TREE")
    let hidden = (worktree == nil ? [] : ["GIT_WORK_TREE"]) + (hidesIndex ? ["GIT_INDEX_FILE"] : [])
    var opened: OpaquePointer?
    let status = hiding.withLock { _ in
      let values = hidden.map { ($0, self.path($0)) }
      for name in hidden { unsafe unsetenv(name) }
      defer {
        for (name, value) in values {
          if let value { _ = unsafe value.withPlatformString { unsafe setenv(name, $0, 1) } }
        }
      }
      Library.start()
      git_error_clear()
      return unsafe path.withPlatformString { start in
        // With a start libgit2 would not look at `GIT_DIR`.
        unsafe git_repository_open_ext(
          &opened, getenv("GIT_DIR") == nil ? start : nil,
          UInt32(GIT_REPOSITORY_OPEN_FROM_ENV.rawValue), nil)
      }
    }
    try check(operation, status)
    guard let handle = unsafe opened, let worktree else { return unsafe opened }
    do {
      try call(operation) {
        unsafe worktree.withPlatformString { unsafe git_repository_set_workdir(handle, $0, 0) }
      }
    } catch {
      unsafe git_repository_free(handle)
      throw error
    }
    return unsafe handle
  }
}
