// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataWeakDigest = Rule(
    id: "data/weak-digest",
    title: "data is covered by a digest that is not collision resistant",
    explanation: """
      The only digest of a dataset is MD5 or SHA-1. It finds accidents, but whoever makes the \
      data can make two versions that have the same digest, and show one of them to the auditor. \
      A release should be bound to its data by SHA-256.
      """,
    levels: { $0 >= .release ? .warn : .off }
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .manifest(let manifest) = dataset.versioning, manifest.defect == nil,
        !manifest.isCollisionResistant
      else { return nil }
      return Violation(
        "'\(manifest.path)' covers the dataset '\(dataset.name)' by a digest that can be forged",
        at: Location(manifest.path),
        hints: ["modelgate data track \(ShellWord.quote(dataset.path))"])
    }
  }
}
