// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeNestedRepository = Rule(
    id: "worktree/nested-repository",
    title: "a repository of its own lies in the worktree",
    explanation: """
      A folder with its own .git is opaque to the outer repository: git status shows one \
      untracked folder, whatever changes inside. What lies in it is in no commit of this \
      repository.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      switch change.kind {
      case .nestedRepository:
        Violation(
          "'\(change.name)/' is a repository of its own", at: change.location,
          hints: [
            "git submodule add ./\(change.quoted)", change.ignoring,
          ])
      case .repositoryOverTracked:
        Violation(
          "'\(change.name)/' is a repository of its own over files of this one",
          at: change.location,
          hints: ["mv -- \(change.quoted)/.git ELSEWHERE   # or remove it"])
      default: nil
      }
    }
  }
}
