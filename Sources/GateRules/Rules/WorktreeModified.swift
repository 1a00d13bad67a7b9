// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeModified = Rule(
    id: "worktree/modified",
    title: "a tracked file has other bytes than its commit",
    explanation: """
      The bytes of a tracked file are not those of the judged commit. The comparison is made \
      on content: neither timestamps nor index flags nor git's settings can make a changed \
      file look unchanged.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      switch change.kind {
      case .modified:
        Violation(
          "'\(change.name)' differs from the commit", at: change.location,
          hints: [
            "git add -- \(change.pathspec) && git commit", "git restore -- \(change.pathspec)",
          ])
      case .misconverted:
        // Git calls it clean, so that neither of the above would do anything.
        Violation(
          "'\(change.name)' has line ends that no checkout writes", at: change.location,
          hints: ["rm -- \(change.quoted) && git checkout -- \(change.pathspec)"])
      default: nil
      }
    }
  }
}
