// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeFiltered = Rule(
    id: "worktree/filtered",
    title: "a filter stands between the commit and the file",
    explanation: """
      An attribute gives this file to a clean and smudge filter, so its bytes on disk are \
      allowed to differ from the commit's. A filter is a program that can hide anything; what \
      it makes was not comparable, so the gate does not pass it.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .filtered(let filter) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' passes through the filter '\(filter)', and could not be compared",
        at: change.location,
        hints: ["git check-attr --all -- \(change.quoted)"], isUndecided: true)
    }
  }
}
