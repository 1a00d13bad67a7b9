// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let worktreeLineEnds = Rule(
    id: "worktree/line-ends",
    title: "a text file has other line ends than its commit",
    explanation: """
      The same lines, but CR LF where the commit has LF or the other way round, because of \
      core.autocrlf or a text attribute. Git calls that clean. The bytes that a program reads \
      are others, and so would be their digest.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .lineEnds = change.kind else { return nil }
      return Violation(
        "'\(change.name)' has other line ends than the commit", at: change.location,
        hints: ["git add --renormalize -- \(change.quoted) && git commit"])
    }
  }
}
