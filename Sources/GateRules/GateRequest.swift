// SPDX-License-Identifier: Apache-2.0

public import Configuration
public import Files
public import GitAccess
public import SystemPackage

/// What someone wants judged, and how strictly.
public struct GateRequest: Sendable {
  /// What is judged.
  public enum Mode: Sendable, Equatable {
    /// The files as they are now.
    case worktree
    /// The tree of one commit, by any name that git takes.
    case commit(String)
    /// The trees of the commits of `A..B`.
    case range(String)
    /// What `git commit` is about to commit.
    case preCommit
    /// What `git push` is about to send.
    case prePush([RefUpdate], remote: String?)
    /// What a push is about to change on this side.
    case preReceive([RefUpdate])

    /// Whether files that a commit did not change count as well.
    var judgesWholeTrees: Bool {
      switch self {
      case .worktree, .commit, .preCommit: true
      case .range, .prePush, .preReceive: false
      }
    }
  }

  /// A path inside the repository.
  public var repository: FilePath
  /// What is judged.
  public var mode: Mode
  /// How a hook's repository is found: as git told the hook, where it did.
  public var discovery = Repository.Discovery.path
  /// How strictly; nil for what fits the mode.
  public var preset: Preset?
  /// Paths that a training will read, beside those of `modelgate.yaml`.
  public var inputs: [RelativePath] = []
  /// Whether a training will read the whole worktree.
  public var readsWholeWorktree = false
  /// The policy, when it is not the repository's own `modelgate.yaml`.
  public var configuration: FilePath?
  /// A commit whose `modelgate.yaml` is the policy, so that a change cannot loosen its own gate.
  public var policyFrom: String?
  /// Whether the bytes of data are compared with their manifests.
  public var readsData = true
  /// Today, which decides whether a waiver still holds.
  public var today: CalendarDay
  /// The trusted time at which signatures are judged, in seconds since 1970; never a commit's own.
  public var now = Program.nanosecondsSinceEpoch / 1_000_000_000

  /// Asks for a judgement.
  public init(repository: FilePath, mode: Mode, today: CalendarDay) {
    self.repository = repository
    self.mode = mode
    self.today = today
  }

  /// The preset that counts.
  public var effectivePreset: Preset {
    if let preset { return preset }
    return switch mode {
    case .prePush, .preReceive, .range: .push
    default: .develop
    }
  }
}
