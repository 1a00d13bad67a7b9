// SPDX-License-Identifier: Apache-2.0

import Digests
import Findings

extension Rule {
  static let historyUnpushed = Rule(
    id: "history/unpushed",
    title: "the commit is on no remote",
    explanation: """
      A model that is stamped with a commit which only this machine has cannot be traced by \
      anybody else, and is lost with the machine. The commit must be reachable from a branch of a \
      remote. Without any remote there is nothing to compare with, and that is said as a warning.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    guard snapshot.subject == .worktree || snapshot.preset >= .build, let commit = snapshot.commit,
      snapshot.repository.isOnRemote == false
    else { return [] }
    return [
      Violation("commit \(commit.short) is on no remote", hints: ["git push"])
    ]
  }
}
