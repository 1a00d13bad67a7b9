// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let historyShallow = Rule(
    id: "history/shallow",
    title: "history was cut off by --depth",
    explanation: """
      In a shallow clone the parents of some commits are missing. A commit's own tree can be \
      judged all the same; whether a commit is on a branch, or what a push brings, cannot. For a \
      release the whole history must be there.
      """,
    levels: { $0 >= .release ? .error : .warn }
  ) { snapshot in
    guard snapshot.repository.isShallow, snapshot.preset >= .build else { return [] }
    return [Violation("this is a shallow clone", hints: ["git fetch --unshallow"])]
  }
}
