// SPDX-License-Identifier: Apache-2.0

import Digests
import Findings

extension Rule {
  static let historyUnpushed = Rule(
    id: "history/unpushed",
    title: "the commit is on no remote",
    explanation: """
      A model that is stamped with a commit which only this machine has cannot be traced by \
      anybody else, and is lost with the machine. The commit must be reachable from a reference of a \
      remote. By hand the last fetch tells; builds and releases ask the remotes what they have now, \
      and cannot judge when none answers. Without any remote there is nothing to compare with, and \
      the rule keeps quiet.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    guard snapshot.subject.canBePublished(under: snapshot.preset), let commit = snapshot.commit
    else { return [] }
    switch snapshot.repository.publication {
    case .noRemote, .published: return []
    case .unpublished:
      return [Violation("commit \(commit.short) is on no remote", hints: ["git push"])]
    case .unknown(let reason, let hints):
      return [
        Violation(
          "whether commit \(commit.short) is on a remote cannot be said: \(reason)", hints: hints,
          isUndecided: snapshot.preset >= .build)
      ]
    }
  }
}

extension Subject {
  /// Whether it makes sense to ask for the commit elsewhere: what a push brings is not there yet.
  fileprivate func canBePublished(under preset: Preset) -> Bool {
    switch self {
    case .worktree: true
    case .commit: preset >= .build
    case .index, .pushed: false
    }
  }
}
