// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeSubmodule = Rule(
    id: "worktree/submodule",
    title: "a submodule is not as the commit records it",
    explanation: """
      A submodule stands at another commit than the one recorded, has changes of its own, or is \
      not there. With `ignore = all` git does not show that; the gate looks into the submodule \
      whatever is configured.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .submodule(let state) = change.kind else { return nil }
      return switch state {
      case .moved(let from, let to):
        Violation(
          "the submodule '\(change.name)' is at \(to), the commit records \(from)",
          at: change.location,
          hints: [
            "git submodule update -- \(change.pathspec)",
            "git add -- \(change.pathspec) && git commit",
          ])
      case .dirty(let what):
        Violation(
          "the submodule '\(change.name)' has changes of its own: \(what)", at: change.location,
          hints: [
            "git -C \(change.quoted) status",
            "modelgate check --repo \(change.quoted)   # where git says nothing",
          ])
      case .withoutRepository:
        Violation(
          "the submodule '\(change.name)' has files and no repository", at: change.location,
          hints: [
            "mv -- \(change.quoted) ELSEWHERE && git submodule update --init -- \(change.pathspec)"
          ])
      case .missing:
        Violation(
          "the submodule '\(change.name)' is not there", at: change.location,
          hints: ["git submodule update --init -- \(change.pathspec)"])
      }
    }
  }
}
