// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Files
import SystemPackage

/// Turns what libgit2 says of a repository it cannot open into words that help.
enum OpenRefusal {
  static func explain(_ error: GitError, path: FilePath) -> GitError {
    if error.detail == "unknown object format 'sha256'" {
      return RepositoryFormat.sha256.refusal(error.operation, root: RealPath.of(path) ?? path)
    }
    if let name = extensionName(in: error.detail) { return unsupported(name, error) }
    guard error.code == .notFound else { return error }
    if error.detail.hasPrefix("failed to resolve path") { return unresolved(error, path) }
    return GitError(
      error.operation, code: error.code, detail: "not a git repository, nor is any folder above it",
      hints: HookEnvironment.path("GIT_DIR") == nil
        ? ["git init", "# or name the repository with --repo PATH"]
        : ["# GIT_DIR is not read here: name the repository with --repo PATH"])
  }

  /// The path itself is missing, or a `.git` file leads nowhere.
  private static func unresolved(_ error: GitError, _ path: FilePath) -> GitError {
    guard (try? FileStatus(path)) == nil else { return error }
    return GitError(
      error.operation, code: error.code, detail: "there is no such file or folder")
  }

  /// libgit2 says `unsupported extension name extensions.NAME`.
  private static func extensionName(in detail: String) -> String? {
    let start = "unsupported extension name extensions."
    guard detail.hasPrefix(start) else { return nil }
    return detail.dropFirst(start.count).lowercased()
  }

  private static func unsupported(_ name: String, _ error: GitError) -> GitError {
    GitError(
      error.operation, code: error.code,
      detail: "it uses the extension '\(name)', which this libgit2 can't read")
  }
}
