// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataNoDigest = Rule(
    id: "data/no-digest",
    title: "the commit names data without a digest of its content",
    explanation: """
      Something in the commit stands for the dataset, but does not say what its bytes are: a \
      git-annex key made of a name or an address (WORM, URL), an import by DVC that was not \
      downloaded, an LFS pointer to what an extension made, the log of a Delta or Iceberg table, which has \
      sizes only. Other bytes would look just the same. \
      A digest that modelgate cannot compute is never passed either: the answer is that it could \
      not judge.
      """
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .undigested(let facts) = dataset.versioning,
        dataset.declaration != nil || snapshot.subject.looksAtFiles
      else { return nil }
      return Violation(
        "nothing in the commit says what '\(dataset.name)' holds: \(facts.reason)",
        at: Location(dataset.path),
        hints: facts.hints.isEmpty
          ? ["modelgate data track \(ShellWord.quote(dataset.path))"] : facts.hints,
        isUndecided: facts.isUndecided)
    }
  }
}
