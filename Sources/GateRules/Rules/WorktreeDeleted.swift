// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeDeleted = Rule(
    id: "worktree/deleted",
    title: "a tracked file is missing",
    explanation: """
      The judged commit has a file that is not in the worktree. A build from these files would \
      not be a build of that commit.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .deleted = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is missing", at: change.location,
        hints: ["git restore -- \(change.quoted)", "git rm -- \(change.quoted) && git commit"])
    }
  }
}
