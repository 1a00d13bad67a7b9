// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Synchronization
import SystemPackage

/// What this user's own settings say of repositories that belong to somebody else.
///
/// libgit2 knows `safe.directory` with an exact path; git also takes `*` for all, as containers set
/// it, and `FOLDER/*` for all below a folder. Only the system's and the user's files count, never
/// the repository's own.
enum TrustedOwners {
  /// Held while libgit2 does not compare owners.
  private static let isTrusting = Mutex(())
  private static let key = "safe.directory"

  /// Opens a repository whoever it belongs to.
  static func trusting(_ open: () throws(GitError) -> OpaquePointer?) throws(GitError)
    -> OpaquePointer?
  {
    var opened: OpaquePointer?
    var failure: GitError?
    isTrusting.withLock { _ in
      _ = modelgate_git_validate_owner(0)
      defer { _ = modelgate_git_validate_owner(1) }
      do throws(GitError) {
        unsafe opened = try open()
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return unsafe opened
  }

  /// Whether one of the settings names a path by a pattern; an empty value takes back those before.
  static func trusts(_ path: FilePath) -> Bool {
    let path = path.string
    var isTrusted = false
    for value in values() {
      if value.isEmpty {
        isTrusted = false
      } else if value == "*" || value.hasSuffix("/*") && path.hasPrefix(value.dropLast()) {
        isTrusted = true
      }
    }
    return isTrusted
  }

  /// In the order in which git reads them.
  private static func values() -> [String] {
    var all: OpaquePointer?
    guard unsafe git_config_open_default(&all) == 0 else { return [] }
    defer { unsafe git_config_free(all) }
    let levels = [GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL]
    return levels.flatMap { unsafe values(at: $0, of: all) }
  }

  private static func values(at level: git_config_level_t, of all: OpaquePointer?) -> [String] {
    var file: OpaquePointer?
    guard unsafe git_config_open_level(&file, all, level) == 0 else { return [] }
    defer { unsafe git_config_free(file) }
    var iterator: OpaquePointer?
    guard unsafe git_config_multivar_iterator_new(&iterator, file, key, nil) == 0 else { return [] }
    defer { unsafe git_config_iterator_free(iterator) }
    var values: [String] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while unsafe git_config_next(&entry, iterator) == 0 {
      unsafe values.append(entry?.pointee.value.map { unsafe String(cString: $0) } ?? "")
    }
    return values
  }
}
