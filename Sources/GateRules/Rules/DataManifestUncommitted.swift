// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataManifestUncommitted = Rule(
    id: "data/manifest-uncommitted",
    title: "a manifest is not committed",
    explanation: """
      A manifest describes the dataset, but it is only in the worktree or the index: the \
      judged commit does not have it, or has another one. A clone would not know which data \
      belongs to the code.
      """
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .uncommitted(let manifest) = dataset.versioning else { return nil }
      return Violation(
        "the manifest '\(manifest)' of the dataset '\(dataset.name)' is not in the commit",
        at: Location(manifest),
        hints: ["git add -- \(ShellWord.quote(manifest)) && git commit"])
    }
  }
}
