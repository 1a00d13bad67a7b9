// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let dataAbsent = Rule(
    id: "data/absent",
    title: "the data of a declared dataset is not here",
    explanation: """
      A manifest describes the dataset, but none of its files are in the worktree, as after a \
      clone without fetching data. A check can do without them; a build cannot.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .absent = dataset.content, dataset.declaration != nil else { return nil }
      return Violation(
        "the data of '\(dataset.name)' is not at '\(dataset.path)'",
        at: Location(dataset.path), hints: dataset.fetchHints)
    }
  }
}
