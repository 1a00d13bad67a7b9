// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeSpecial = Rule(
    id: "worktree/special-file",
    title: "a FIFO, socket or device lies where a file should be",
    explanation: """
      A FIFO, a socket or a device has no content that could be committed; what is read from \
      it is different every time, and reading it may never end. The gate never opens one.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .special(let kind) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is a \(kind)", at: change.location,
        hints: ["rm -- \(change.quoted)"])
    }
  }
}
