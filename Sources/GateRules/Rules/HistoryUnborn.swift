// SPDX-License-Identifier: Apache-2.0

import GitAccess

extension Rule {
  static let historyUnborn = Rule(
    id: "history/unborn",
    title: "there is no commit yet",
    explanation: """
      HEAD names a branch without a commit, so there is nothing that files could be compared with \
      and nothing that a model could be stamped with. The gate cannot judge, and says so with \
      status 2, where git status calls an empty repository clean; the first commit is judged by the \
      pre-commit hook as any other.
      """
  ) { snapshot in
    guard snapshot.subject == .worktree,
      case .unborn(branch: let branch) = snapshot.repository.head, snapshot.commit == nil
    else {
      return []
    }
    return [
      Violation(
        "'\(branch)' has no commit yet", hints: ["git add -A && git commit"], isUndecided: true)
    ]
  }
}
