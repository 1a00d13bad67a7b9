// SPDX-License-Identifier: Apache-2.0

extension Rule {
  static let worktreeModeChanged = Rule(
    id: "worktree/mode-changed",
    title: "the executable bit differs from the commit",
    explanation: """
      The file's executable bit is not the one in the commit. With core.fileMode=false git \
      does not show that; on another machine the program would or would not start.
      """
  ) { snapshot in
    snapshot.changes.compactMap { change in
      guard case .modeChanged(let isExecutable) = change.kind else { return nil }
      return Violation(
        "'\(change.name)' is \(isExecutable ? "executable here and not in the commit" : "executable in the commit and not here")",
        at: change.location,
        hints: [
          "chmod \(isExecutable ? "-x" : "+x") -- \(change.quoted)",
          "git update-index --chmod=\(isExecutable ? "+x" : "-x") -- \(change.quoted) && git commit",
        ])
    }
  }
}
