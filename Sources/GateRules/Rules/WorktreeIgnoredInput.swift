// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeIgnoredInput = Rule(
    id: "worktree/ignored-input",
    title: "an ignored file lies inside a declared input",
    explanation: """
      A file that .gitignore hides lies where the training reads. Git will never show it, a \
      clone will never have it, and yet the model would depend on it.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .ignoredInput = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is ignored by git, inside a declared input", at: change.location,
        hints: [
          "git add --force -- \(change.pathspec) && git commit",
          "modelgate data track \(change.parentQuoted)   # if it is data", "rm -r \(change.quoted)",
        ])
    }
  }
}
