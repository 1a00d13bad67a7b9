// SPDX-License-Identifier: Apache-2.0

import Files
import GitAccess
import SystemPackage
import Worktree

/// The index of a worktree, read while libgit2 still opens the repository.
///
/// A guess: it lies where it nearly always does. Once the repository is open it is known whether
/// that was right.
struct EarlyIndex: Sendable {
  private let gitDirectory: FileStatus
  private let index: GitIndex
  private let seen: SeenBefore?

  /// Nil where there is nothing of the kind, or it can't be read; who reads it again says why.
  init?(below worktree: FilePath, keepsSeen: Bool) {
    let place = ((try? worktree.resolved()) ?? worktree).appending(".git")
    guard let status = try? FileStatus(place), status.kind == .directory else { return nil }
    seen = keepsSeen ? SeenBefore(commonDirectory: place) : nil
    let index = try? GitIndex(
      readingFrom: place.appending("index"), verifyChecksum: false, known: seen?.indexes)
    guard let index else { return nil }
    (self.gitDirectory, self.index) = (status, index)
  }

  /// What was read, when it lies in this very folder.
  func content(of gitDirectory: FilePath) -> (GitIndex, SeenBefore?)? {
    guard let status = try? FileStatus(following: gitDirectory),
      (status.device, status.inode) == (self.gitDirectory.device, self.gitDirectory.inode)
    else { return nil }
    return (index, seen)
  }
}
