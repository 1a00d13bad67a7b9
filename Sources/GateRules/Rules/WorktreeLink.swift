// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeLinkLeavesTree = Rule(
    id: "worktree/link-leaves-tree",
    title: "a symbolic link leads out of the worktree",
    explanation: """
      A tracked symbolic link names a target outside the repository. Git versions the name of \
      the target, not its bytes: whatever is there can change without any commit.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .linkLeavesTree(let target) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' leads out of the tree, to '\(target)'", at: change.location,
        hints: ["git rm -- \(change.pathspec)   # and declare what it leads to as data"])
    }
  }
}
