// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeTypeChanged = Rule(
    id: "worktree/type-changed",
    title: "something else stands where the commit has a file or a link",
    explanation: """
      Where the commit has a regular file there is a symbolic link or a folder, or the other \
      way round. What a program reads there is not what was committed, even where the bytes \
      happen to agree.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .typeChanged(let now) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is now a \(now)", at: change.location,
        hints: ["git restore -- \(change.pathspec)", "git add -- \(change.pathspec) && git commit"])
    }
  }
}
