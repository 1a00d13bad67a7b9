// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeUnreadable = Rule(
    id: "worktree/unreadable",
    title: "something could not be read",
    explanation: """
      A file or folder could not be read, so it cannot be said to be what the commit has. What \
      cannot be judged is never passed.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .unreadable(let reason) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' cannot be read: \(reason)", at: change.location,
        hints: ["ls -ld -- \(change.quoted)"], isUndecided: true)
    }
  }
}
