// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let dataChanged = Rule(
    id: "data/changed",
    title: "data differs from its manifest",
    explanation: """
      A file of the dataset has other bytes than its manifest says, is missing, or is not \
      listed. The gate read the bytes; timestamps and caches of data versioning tools do not \
      count.
      """
  ) { snapshot in
    snapshot.datasets.flatMap { dataset -> [Violation] in
      guard case .differs(let differences) = dataset.content else { return [] }
      return differences.map { difference in
        Violation(
          difference.message(dataset: dataset.name), at: Location(difference.path),
          hints: dataset.hints)
      }
    }
  }
}
