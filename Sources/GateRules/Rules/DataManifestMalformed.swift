// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataManifestMalformed = Rule(
    id: "data/manifest-malformed",
    title: "a committed manifest cannot be read",
    explanation: """
      The judged commit has a manifest that is not well formed, or that holds what a manifest \
      must not hold: absolute paths, `..`, duplicates, unsorted lines. Nothing can be verified \
      against it.
      """
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .manifest(let manifest) = dataset.versioning, let defect = manifest.defect else {
        return nil
      }
      return Violation(
        "the manifest '\(manifest.path)' of the dataset '\(dataset.name)' is malformed: \(defect)",
        at: Location(manifest.path, line: manifest.line),
        hints: ["modelgate data track \(ShellWord.quote(dataset.path))"])
    }
  }
}
