// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataTrackedTwice = Rule(
    id: "data/tracked-twice",
    title: "git tracks data that a manifest covers",
    explanation: """
      A manifest of the judged commit covers a dataset, and the commit has the dataset's files as \
      well. Two records of one thing drift apart: after the next change one of them is wrong, and \
      DVC refuses to work on files that git tracks. Pointers of Git LFS do not count as files.
      """,
    level: .warn
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard dataset.trackedFiles > 0, case .manifest(let manifest) = dataset.versioning else {
        return nil
      }
      let files = dataset.trackedFiles == 1 ? "1 file" : "\(dataset.trackedFiles) files"
      return Violation(
        "the commit has \(files) of the dataset '\(dataset.name)', which '\(manifest.path)' covers",
        at: Location(dataset.path),
        hints: ["git rm -r --cached -- \(ShellWord.pathspec(dataset.path)) && git commit"])
    }
  }
}
