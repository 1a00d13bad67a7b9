// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let worktreeTwin = Rule(
    id: "worktree/name-twins",
    title: "two names differ only in case or Unicode normalization",
    explanation: """
      Two tracked paths fold to one on file systems that ignore case or normalize Unicode. \
      There one of the files silently takes the place of the other, and a clone trains on \
      other data than this one.
      """,
    level: .warn
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .twin(let other) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' and '\(other)' are one name on other systems", at: change.location,
        hints: ["git mv -- \(change.quoted) NEW-NAME"])
    }
  }
}
