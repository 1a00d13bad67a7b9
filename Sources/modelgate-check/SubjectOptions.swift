// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GateRules
import ToolSupport

/// Which of the subjects is judged; the worktree, unless another is named.
struct SubjectOptions: ParsableArguments {
  @Flag(help: "The files as they are now (the default).")
  var worktree = false

  @Option(help: ArgumentHelp("The tree of one commit.", valueName: "rev"))
  var commit: String?

  @Option(help: ArgumentHelp("The trees of a range of commits.", valueName: "a..b"))
  var range: String?

  @Flag(help: "What git commit is about to commit; for the pre-commit hook.")
  var preCommit = false

  @Flag(help: "What git push is about to send, from standard input; for the pre-push hook.")
  var prePush = false

  @Flag(help: "What a push is about to change, from standard input; for the pre-receive hook.")
  var preReceive = false

  @Argument(help: .hidden)
  var hookArguments: [String] = []

  func validate() throws {
    let chosen = [worktree, commit != nil, range != nil, preCommit, prePush, preReceive]
    guard chosen.filter({ $0 }).count <= 1 else {
      throw ValidationError(
        "choose one of --worktree, --commit, --range, --pre-commit, --pre-push, --pre-receive")
    }
    guard hookArguments.isEmpty || prePush else {
      throw ValidationError("unexpected argument '\(hookArguments.joined(separator: " "))'")
    }
  }

  /// Reads standard input where the subject comes from there.
  func mode() throws -> GateRequest.Mode {
    if let commit { return .commit(commit) }
    if let range { return .range(range) }
    if preCommit { return .preCommit }
    if prePush {
      let updates = try StandardInput.lines().map { try RefUpdate.prePush(line: $0) }
      return .prePush(updates, remote: hookArguments.first)
    }
    if preReceive {
      return .preReceive(try StandardInput.lines().map { try RefUpdate.preReceive(line: $0) })
    }
    return .worktree
  }
}
