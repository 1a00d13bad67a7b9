// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataUnversioned = Rule(
    id: "data/unversioned",
    title: "a declared dataset is versioned by nothing",
    explanation: """
      A dataset is declared as an input, but the judged commit neither has its files nor a \
      manifest with a digest of their content. Whatever a training reads there, nobody could \
      say later what it was.
      """
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .none = dataset.versioning else { return nil }
      let path = ShellWord.quote(dataset.path)
      return Violation(
        "the dataset '\(dataset.name)' at '\(dataset.path)' is neither in the commit nor covered by a manifest",
        at: dataset.declaration ?? Location(dataset.path),
        hints: ["modelgate data track \(path)", "git add -- \(path).sha256 && git commit"])
    }
  }
}
