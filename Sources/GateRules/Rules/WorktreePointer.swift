// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreePointerDiffers = Rule(
    id: "worktree/lfs-changed",
    title: "a large file is not the one that its LFS pointer names",
    explanation: """
      The commit holds a Git LFS pointer with the SHA-256 and the size of the file's content; \
      the file here has another content. This is judged from the bytes, not from LFS's own \
      bookkeeping.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .pointerDiffers(let expected) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is not the content that its LFS pointer names (\(expected))",
        at: change.location,
        hints: ["git add -- \(change.pathspec) && git commit", "git restore -- \(change.pathspec)"])
    }
  }
}
