// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whose repositories are opened: one's own, and those that this user's own settings name.
///
/// libgit2 knows `safe.directory` with an exact path; git also takes `*` for all, as containers set
/// it, and `FOLDER/*` for all below a folder. So its own comparison of owners is off, and this one
/// stands in its place. Only what no repository can set counts.
enum TrustedOwners {
  /// Whether a file or folder belongs to whoever runs this, or ran `sudo` for it; what is not there
  /// belongs to nobody else.
  static func isOwn(_ path: FilePath) -> Bool {
    do throws(FileError) {
      let owner = try FileStatus(path).owner
      return owner == geteuid() || geteuid() == 0 && owner == superuserFor
    } catch {
      return error.errno == .noSuchFileOrDirectory
    }
  }

  private static var superuserFor: UInt32? {
    unsafe getenv("SUDO_UID").flatMap { unsafe UInt32(String(cString: $0)) }
  }

  /// Whether the settings name a path; an empty value takes back those before.
  static func trusts(_ path: FilePath) -> Bool {
    ProtectedSettings.values(of: "safe.directory").reduce(false) { isTrusted, value in
      !value.isEmpty && (isTrusted || covers(value, path))
    }
  }

  private static func covers(_ value: String, _ path: FilePath) -> Bool {
    if value == "*" { return true }
    let value = FilePath(expanded(value))
    guard value.isAbsolute else { return false }
    if value.lastComponent == "*" {
      let folder = value.removingLastComponent()
      return path != folder && path.starts(with: folder)
    }
    return path == value || path == RealPath.of(value)
  }

  private static func expanded(_ value: String) -> String {
    guard value.hasPrefix("~/"), let home = unsafe getenv("HOME") else { return value }
    return unsafe String(cString: home) + value.dropFirst()
  }
}

extension Repository {
  /// Refuses what belongs to another user, as git does: whoever writes its files decides what
  /// happens to those who use them.
  func checkOwner(_ operation: String) throws(GitError) {
    let parts = [worktree?.appending(".git"), worktree, gitDirectory].compactMap(\.self)
    let root = worktree ?? gitDirectory
    guard !parts.allSatisfy(TrustedOwners.isOwn), !TrustedOwners.trusts(root) else { return }
    throw GitError(
      operation, code: .owner, detail: "it belongs to another user",
      hints: ["git config --global --add safe.directory \(ShellWord.quote(root))"])
  }
}
