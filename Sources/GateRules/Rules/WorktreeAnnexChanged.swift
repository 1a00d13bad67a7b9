// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeAnnexChanged = Rule(
    id: "worktree/annex-changed",
    title: "an annexed file has not the content that its key names",
    explanation: """
      The commit names the content of this file by a key of git-annex, which holds a digest and a \
      size; what is here has others. Git sees only the key, so it calls the file clean. The bytes \
      were read, wherever git-annex keeps them; its own records do not count.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .annexed(.differs(let expected)) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is not the content that its git-annex key names (\(expected))",
        at: change.location,
        hints: ["git annex fsck -- \(change.quoted) && git annex get -- \(change.quoted)"])
    }
  }
}
