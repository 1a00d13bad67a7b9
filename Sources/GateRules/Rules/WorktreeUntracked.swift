// SPDX-License-Identifier: Apache-2.0

import Manifests

extension Rule {
  static let worktreeUntracked = Rule(
    id: "worktree/untracked",
    title: "a file is neither tracked nor ignored",
    explanation: """
      Git knows nothing of this file, so no commit has it; but a program that runs here can \
      read it. Commit it, version it as data, or say in .gitignore that it does not belong to \
      the project.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .untracked(let isFolder) = change.kind else { return nil }
      return Violation(
        "'\(change.name)\(isFolder ? "/" : "")' is not tracked", at: change.location,
        hints: change.waysToKnow, isOfFolder: isFolder)
    }
  }
}

extension FileChange {
  /// A manifest is to be committed; anything else may be code, data or neither.
  fileprivate var waysToKnow: [String] {
    let commit = "git add -- \(pathspec) && git commit"
    if let path, ManifestFormats.claims(path) { return [commit] }
    return [
      commit, "modelgate data track \(quoted)   # if it is data",
      "\(ignoring)   # if it is neither",
    ]
  }
}
