// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let worktreeLineEnds = Rule(
    id: "worktree/line-ends",
    title: "a setting of this machine gives a text file other line ends than its commit",
    explanation: """
      The same lines, but CR LF where the commit has LF, as a checkout here writes it because of \
      core.autocrlf or of attributes that are not committed. Git calls that clean. The bytes that \
      a program reads are others than elsewhere, and so would be their digest. Where committed \
      attributes ask for the line ends (eol=crlf), every clone has the same bytes, and nothing is \
      said; what no checkout would write is worktree/modified.
      """,
    level: .warn
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .lineEnds = change.kind else { return nil }
      return Violation(
        "'\(change.name)' has other line ends than the commit", at: change.location,
        hints: [
          "git config core.autocrlf false",
          "rm -- \(change.quoted) && git checkout -- \(change.pathspec)",
        ])
    }
  }
}
