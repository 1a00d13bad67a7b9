// SPDX-License-Identifier: Apache-2.0

public import Digests

/// What is judged.
public enum Subject: Equatable, Sendable {
  /// The files as they are now, against the commit that HEAD names.
  case worktree
  /// The index, as git hands it to a `pre-commit` hook, against the same commit.
  case index
  /// One commit's tree.
  case commit(ObjectID)
  /// One commit's tree that a push brings to a reference of the other side.
  case pushed(ObjectID, to: String)

  /// For reports.
  public var description: String {
    switch self {
    case .worktree: "worktree"
    case .index: "index"
    case .commit(let id): "commit \(id.short)"
    case .pushed(let id, let reference): "commit \(id.short) for '\(reference)'"
    }
  }
}
