// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let worktreeSparse = Rule(
    id: "worktree/sparse",
    title: "a sparse checkout left a file out",
    explanation: """
      The commit has files that a sparse checkout did not write. Nothing here is changed, but \
      a build from this worktree would lack them; a build from the commit has them.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .sparse = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is left out by a sparse checkout", at: change.location,
        hints: ["git sparse-checkout disable"])
    }
  }
}
