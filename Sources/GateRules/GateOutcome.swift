// SPDX-License-Identifier: Apache-2.0

public import Configuration
public import Digests
public import Findings

/// What the gate says.
public struct GateOutcome: Sendable {
  /// What was judged, in words.
  public var subject: String
  /// How strictly.
  public var preset: Preset
  /// The judged commit, when it is one.
  public var commit: ObjectID?
  /// What was found.
  public var judgement: Judgement
  /// The configuration that the commit or the worktree has.
  public var configuration: Configuration

  /// Passed, refused, or could not judge.
  public var verdict: Verdict { Verdict(judgement.findings) }
}
