// SPDX-License-Identifier: Apache-2.0

import Files
public import GitAccess
public import SystemPackage

/// A folder and a repository that do not belong together.
public enum Redirection: Equatable, Sendable {
  /// The repository of the folder has its files in another place: `core.worktree`.
  case files(of: String, at: String)
  /// The folder's `.git` leads to a repository that belongs to another folder.
  case repository(of: String, at: String)

  /// Looks whether a start and a repository's folders lead to each other.
  ///
  /// Nil when they do: in an ordinary repository, a linked worktree, a submodule, or with a
  /// separate git directory that nobody else lays claim to.
  public init?(from start: FilePath, to repository: borrowing Repository) throws(GitError) {
    guard let named = repository.worktree else { return nil }
    let (root, start) = (RealPath.of(named) ?? named, RealPath.of(start) ?? start)
    let git = RealPath.of(repository.gitDirectory) ?? repository.gitDirectory
    guard start.starts(with: root) || start.starts(with: git) else {
      self = .files(of: start.printable, at: root.printable)
      return
    }
    guard try repository.setting("core.worktree") == nil, !repository.isLinkedWorktree,
      git.lastComponent == ".git", git.removingLastComponent() != root
    else { return nil }
    self = .repository(of: root.printable, at: git.printable)
  }
}
