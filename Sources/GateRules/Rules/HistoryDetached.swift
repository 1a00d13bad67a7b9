// SPDX-License-Identifier: Apache-2.0

import Digests
import Findings
import GitAccess

extension Rule {
  static let historyDetached = Rule(
    id: "history/detached",
    title: "a detached HEAD is at a commit that no branch or tag holds",
    explanation: """
      Nothing but HEAD leads to the commit: the next checkout leaves it behind, and git then deletes \
      it after some weeks, with whatever was to be proved by it. A detached HEAD at a commit that a \
      branch, a tag or a remote's branch holds is fine; CI checks out like that.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    guard snapshot.subject == .worktree, case .detached(let commit) = snapshot.repository.head,
      snapshot.repository.isOnReference == false
    else { return [] }
    return [
      Violation(
        "HEAD is detached at \(commit.short), which no branch or tag holds",
        hints: ["git switch --create NAME", "git tag NAME"])
    ]
  }
}
