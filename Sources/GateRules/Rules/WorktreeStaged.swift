// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeStaged = Rule(
    id: "worktree/staged",
    title: "the index holds something that is not committed",
    explanation: """
      Something was added to the index and not committed. What is staged is in no commit yet: \
      a clone would not have it, and a model cannot be stamped with it.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .staged(let what) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is staged as \(what.rawValue) and not committed", at: change.location,
        hints: hints(for: what, change.pathspec))
    }
  }

  private static func hints(for what: FileChange.Staged, _ path: String) -> [String] {
    switch what {
    case .conflicted: ["git mergetool", "git add -- \(path) && git commit"]
    // A commit leaves out what was added by name alone.
    case .named: ["git add -- \(path) && git commit", "git restore --staged -- \(path)"]
    case .added, .modified, .deleted: ["git commit", "git restore --staged -- \(path)"]
    }
  }
}
