// SPDX-License-Identifier: Apache-2.0

/// How strict the gate is; each preset asks for all that the one before asks, and more.
public enum Preset: String, Sendable, CaseIterable, Comparable {
  /// By hand and before a commit: local facts only, no network.
  case develop
  /// Before a push, and on a server: the pushed commits' trees; the worktree does not count.
  case push
  /// Before a build and in CI: everything declared is versioned, and can be had by others.
  case build
  /// For tags and auditors.
  case release

  private var rank: Int {
    switch self {
    case .develop: 0
    case .push: 1
    case .build: 2
    case .release: 3
    }
  }

  /// Orders presets from lenient to strict.
  public static func < (left: Preset, right: Preset) -> Bool { left.rank < right.rank }
}
