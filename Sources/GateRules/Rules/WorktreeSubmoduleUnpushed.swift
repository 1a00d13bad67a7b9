// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let worktreeSubmoduleUnpushed = Rule(
    id: "worktree/submodule-unpushed",
    title: "a submodule's commit is not on its remote",
    explanation: """
      The commit records a submodule at a commit of its own that none of the submodule's remotes \
      has, perhaps because it has no remote at all while this repository has one. Everything here \
      looks clean, and yet nobody else can check the tree out: git fetches the outer repository and \
      then does not find the inner commit. Builds and releases ask the remotes what they have now. \
      Of a commit, a range or a push the submodule's own repository says what its remotes had when \
      it was last fetched; where that repository is not here, as on a server, or lacks the commit, \
      nobody can tell, and the rule keeps quiet.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .submoduleUnpushed(let commit, let doubt) = change.kind else { return nil }
      if let doubt {
        return Violation(
          "whether the remote of the submodule '\(change.name)' has \(commit) cannot be said: \(doubt)",
          at: change.location, hints: ["git -C \(change.quoted) fetch"],
          isUndecided: snapshot.preset >= .build)
      }
      return Violation(
        "the submodule '\(change.name)' is at \(commit), which is on none of its remotes",
        at: change.location, hints: ["git -C \(change.quoted) push origin HEAD:BRANCH"])
    }
  }
}
