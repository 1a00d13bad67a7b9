// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let worktreeRedirected = Rule(
    id: "worktree/redirected",
    title: "folder and repository do not belong together",
    explanation: """
      With core.worktree a repository compares the files of another folder than the one it lies \
      in; a `.git` file or link that leads to somebody else's repository compares these files \
      with another history. Either way git status says clean about something else than what a \
      training would read here. Linked worktrees, submodules and separate git directories are \
      fine: there both sides lead to each other.
      """
  ) { snapshot in
    guard snapshot.subject.looksAtFiles, let redirection = snapshot.repository.redirection else {
      return []
    }
    switch redirection {
    case .files(let folder, let files):
      return [
        Violation(
          "the repository of '\(folder)' has its files at '\(files)'",
          hints: ["--unset", "--show-origin"].map {
            "git -C \(ShellWord.quote(folder)) config \($0) core.worktree"
          })
      ]
    case .repository(let folder, let git):
      return [
        Violation(
          "the '.git' of '\(folder)' leads to '\(git)', which belongs to another folder",
          hints: ["git -C \(ShellWord.quote(bytes: Array(git.utf8))) worktree add ../PATH"])
      ]
    }
  }
}
