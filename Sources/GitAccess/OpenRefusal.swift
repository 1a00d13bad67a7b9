// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Files
import SystemPackage

/// Turns what libgit2 says of a repository it cannot open into words that help.
enum OpenRefusal {
  static func explain(_ error: GitError, path: FilePath) -> GitError {
    if isOfOwner(error) { return owned(error, path) }
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

  /// libgit2 1.5 answers "not found" when the setting that would allow the owner is not there.
  static func isOfOwner(_ error: GitError) -> Bool {
    error.code == .owner || error.detail.contains("safe.directory")
  }

  /// The path itself is missing, or a `.git` file leads nowhere.
  private static func unresolved(_ error: GitError, _ path: FilePath) -> GitError {
    guard (try? FileStatus(path)) == nil else { return error }
    return GitError(
      error.operation, code: error.code, detail: "there is no such file or folder")
  }

  private static func owned(_ error: GitError, _ path: FilePath) -> GitError {
    let root = ownedPath(error, path)
    return GitError(
      error.operation, code: error.code, detail: "it belongs to another user",
      hints: ["git config --global --add safe.directory \(ShellWord.quote(root))"])
  }

  /// The path that a setting would have to name.
  static func ownedPath(_ error: GitError, _ path: FilePath) -> FilePath {
    namedPath(in: error.detail) ?? root(above: path) ?? path
  }

  /// libgit2 says `repository path 'PATH/' is not owned by current user`, or nothing of the path.
  private static func namedPath(in detail: String) -> FilePath? {
    let start = "repository path '"
    let end = "' is not owned by current user"
    guard detail.hasPrefix(start), detail.hasSuffix(end) else { return nil }
    return FilePath(String(detail.dropFirst(start.count).dropLast(end.count)))
  }

  /// The worktree or the bare repository that a path lies in, by the names that git looks for.
  private static func root(above path: FilePath) -> FilePath? {
    var folder = RealPath.of(path)
    while let current = folder {
      let isRoot = [[".git"], ["HEAD", "objects", "refs"]].contains { names in
        names.allSatisfy { (try? FileStatus(following: current.appending($0))) != nil }
      }
      if isRoot { return current }
      let parent = current.removingLastComponent()
      folder = parent == current ? nil : parent
    }
    return nil
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
