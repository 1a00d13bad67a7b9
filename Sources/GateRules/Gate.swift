// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
public import SystemPackage
import Worktree

/// The gate: gathers the facts of a subject, and lets the rules judge them.
public enum Gate {
  /// Begins to read what judging a worktree takes, before it is certain that it will be judged.
  ///
  /// Nothing depends on it but how soon the judgement is there.
  public static func expectWorktree(at place: FilePath, preset: Preset) {
    EarlyIndex.expect(below: place, keepsSeen: preset == .develop)
  }

  /// Judges what is asked for.
  ///
  /// Throws when there is nothing to judge: no repository, a wrong configuration, an index or an
  /// object that cannot be read. What can be said of a subject is said in findings.
  public static func judge(_ request: GateRequest) async throws -> GateOutcome {
    var commits = CommitGate(request: request)
    return switch request.mode {
    case .worktree: try await WorktreeGate(request: request).judge()
    case .commit(let revision): try await commits.judge(revision)
    case .range(let range): try await commits.judge(range: range)
    case .preCommit: try await WorktreeGate(request: request).judgeIndex()
    case .prePush(let updates, let remote):
      try await PushGate(request: request).judge(updates, remote: remote)
    case .preReceive(let updates):
      try await PushGate(request: request).judge(updates, remote: nil)
    }
  }
}
