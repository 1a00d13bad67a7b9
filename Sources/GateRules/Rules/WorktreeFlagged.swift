// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeFlagged = Rule(
    id: "worktree/flagged",
    title: "an index flag hides a file from git",
    explanation: """
      The index flags assume-unchanged and skip-worktree make git status, git diff and every \
      tool that stands on them look away from a file. The gate compares its bytes all the \
      same; but nobody else would see a change, so the flag itself is reported.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .flagged(let flag) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is flagged \(flag.rawValue): git does not look at it",
        at: change.location,
        hints: ["git update-index --no-\(flag.rawValue) -- \(change.quoted)"])
    }
  }
}
