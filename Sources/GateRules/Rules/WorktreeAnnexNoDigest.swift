// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeAnnexNoDigest = Rule(
    id: "worktree/annex-no-digest",
    title: "the key of an annexed file does not tell its content",
    explanation: """
      The commit names this file by a git-annex key that is no digest (WORM: name, size and time; \
      URL: an address), or by a digest that modelgate cannot compute. The content is here and \
      readable, and nothing in the commit says what it should be.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      let (reason, isUndecided): (String, Bool)
      switch change.kind {
      case .annexed(.undigested(let why)): (reason, isUndecided) = (why, false)
      case .annexed(.unsupported(let why)): (reason, isUndecided) = (why, true)
      default: return nil
      }
      return Violation(
        "the content of '\(change.name)' cannot be compared: \(reason)", at: change.location,
        hints: ["git annex migrate --backend=SHA256E -- \(change.quoted) && git commit"],
        isUndecided: isUndecided)
    }
  }
}
