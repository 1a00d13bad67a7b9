// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let worktreePointerNotExpanded = Rule(
    id: "worktree/lfs-not-fetched",
    title: "an LFS pointer stands where the large file should be",
    explanation: """
      The file holds the text of its Git LFS pointer instead of its content, as after a clone \
      with GIT_LFS_SKIP_SMUDGE or with lfs.fetchexclude. Git calls that clean; a training \
      would read the pointer.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .pointerNotExpanded = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is still an LFS pointer", at: change.location,
        hints: ["git lfs pull --include \(change.quoted)"])
    }
  }
}
