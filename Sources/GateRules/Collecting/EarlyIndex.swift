// SPDX-License-Identifier: Apache-2.0

import Files
import GitAccess
import Synchronization
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

extension EarlyIndex {
  /// An index that is being read.
  struct Reading: Sendable {
    let worktree: FilePath
    let keepsSeen: Bool
    let index: Task<EarlyIndex?, Never>

    init(below worktree: FilePath, keepsSeen: Bool) {
      (self.worktree, self.keepsSeen) = (worktree, keepsSeen)
      index = Task { EarlyIndex(below: worktree, keepsSeen: keepsSeen) }
    }
  }

  /// Begun before it was known what is to be judged.
  private static let expected = Mutex<Reading?>(nil)

  /// Begins to read an index that will probably be asked for.
  static func expect(below worktree: FilePath, keepsSeen: Bool) {
    expected.withLock { $0 = Reading(below: worktree, keepsSeen: keepsSeen) }
  }

  /// The index that is read already, if it is this one and was read on the same terms, else one
  /// that begins to be read now.
  ///
  /// It is handed out once.
  static func reading(below worktree: FilePath, keepsSeen: Bool) -> Reading {
    let early = expected.withLock { $0.take() }
    if let early, early.worktree == worktree, early.keepsSeen == keepsSeen { return early }
    return Reading(below: worktree, keepsSeen: keepsSeen)
  }
}
