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
      switch change.kind {
      case .deleted:
        Violation(
          "'\(change.name)' is missing", at: change.location,
          hints: [
            "git restore -- \(change.pathspec)", "git rm -- \(change.pathspec) && git commit",
          ])
      case .deletedUnseen:
        Violation(
          "'\(change.name)' is missing, and flagged skip-worktree, so that git does not say so",
          at: change.location,
          hints: [
            "git update-index --no-skip-worktree -- \(change.quoted) && git restore -- \(change.pathspec)"
          ])
      default: nil
      }
    }
  }
}
