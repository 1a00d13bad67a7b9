// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings

extension Rule {
  static let historyNoCommit = Rule(
    id: "history/no-commit",
    title: "a reference is pushed that leads to no commit",
    explanation: """
      A tag can lead to a bare tree or to a blob. There is no commit to judge then, no history and \
      no signature, and yet whoever fetches the tag has the content. The gate cannot judge that, and \
      says so; a repository that keeps such tags on purpose turns this rule off.
      """
  ) { snapshot in
    snapshot.references.compactMap { reference in
      guard case .noCommit(let id) = reference.change else { return nil }
      return Violation(
        "'\(reference.name)' leads to \(id.short), which is no commit",
        at: Location(reference.name),
        hints: ["git cat-file -t \(id.short)", "git show \(id.short)"], isUndecided: true)
    }
  }
}
