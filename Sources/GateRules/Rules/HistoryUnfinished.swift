// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let historyUnfinished = Rule(
    id: "history/unfinished-operation",
    title: "a merge, rebase, cherry-pick, revert, am or bisect is under way",
    explanation: """
      While git is in the middle of an operation, HEAD, index and files belong to different \
      commits, and what will be committed in the end is not known. The gate cannot judge that; \
      finish or abort the operation first. The index that a pre-commit hook judges is what will be \
      committed: there the commit is the end of the operation, and the rule keeps quiet.
      """
  ) { snapshot in
    guard snapshot.subject == .worktree, let name = snapshot.repository.unfinishedOperation else {
      return []
    }
    return [
      Violation(
        "\(name == "am" ? "an" : "a") \(name) is under way", hints: hints(toEnd: name),
        isUndecided: true)
    ]
  }

  private static func hints(toEnd operation: String) -> [String] {
    operation == "bisect"
      ? ["git bisect reset"] : ["git \(operation) --continue", "git \(operation) --abort"]
  }
}
