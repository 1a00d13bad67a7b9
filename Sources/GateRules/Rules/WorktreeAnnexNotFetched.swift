// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let worktreeAnnexNotFetched = Rule(
    id: "worktree/annex-not-fetched",
    title: "a git-annex pointer stands where the content should be",
    explanation: """
      The file is unlocked and holds the text of its git-annex key instead of its content, as \
      after a clone or `git annex drop`. Git calls that clean; a training would read the key. A \
      locked file without content is a link that leads nowhere, which no training can read.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .annexed(.notFetched) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is still a git-annex pointer", at: change.location,
        hints: ["git annex get -- \(change.quoted)"])
    }
  }
}
