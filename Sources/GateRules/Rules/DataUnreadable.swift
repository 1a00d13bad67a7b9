// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataUnreadable = Rule(
    id: "data/unreadable",
    title: "data could not be read",
    explanation: """
      A file or folder of the dataset could not be read, or changed while it was read, so it \
      cannot be said to be what the manifest says.
      """
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .unreadable(let path, let reason) = dataset.content else { return nil }
      return Violation(
        "the data of '\(dataset.name)' cannot be read: \(reason)", at: Location(path),
        hints: ["ls -ld -- \(ShellWord.quote(path))"], isUndecided: true)
    }
  }
}
