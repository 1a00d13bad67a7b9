// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import Worktree

extension FileChange {
  /// What the rules know of a deviation; nil for what other facts say already.
  init?(_ deviation: Deviation) {
    let kind: Kind? =
      switch deviation.kind {
      case .modified: .modified
      case .lineEnds(isCheckout: true): .lineEnds
      case .deleted: .deleted
      case .typeChanged(to: .special): .special("FIFO, socket or device")
      case .typeChanged(let now): .typeChanged(now: now.rawValue)
      case .modeChanged(let isExecutable): .modeChanged(isExecutable: isExecutable)
      case .untracked(let isFolder): .untracked(isFolder: isFolder)
      case .ignored: .ignoredInput
      case .nestedRepository: .nestedRepository
      case .special(let what): .special(what)
      case .assumeUnchanged: .flagged(.assumeUnchanged)
      case .skipWorktree: .flagged(.skipWorktree)
      case .unstable: .unreadable("it changes while it is read")
      case .unreadable(let errno): .unreadable(errno.description)
      case .tooDeep: .unreadable("its folders are nested too deeply")
      case .lineEnds(isCheckout: false), .intentToAdd, .unmerged: nil
      }
    guard let kind else { return nil }
    self.init(kind, at: deviation.path)
  }
}
