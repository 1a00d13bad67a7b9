// SPDX-License-Identifier: Apache-2.0

public import Digests

/// What a push does to a reference, beside bringing commits.
public struct ReferenceFact: Sendable, Equatable {
  /// What it does.
  public enum Change: Sendable, Equatable {
    /// A protected reference loses commits that it has.
    case rewritten(from: ObjectID, to: ObjectID)
    /// A protected reference is removed.
    case deleted(ObjectID?)
    /// The reference will lead to an object that is no commit, whose content nobody judges.
    case noCommit(ObjectID)
    /// History was cut off where a protected reference and its new commit would meet.
    case unknown(from: ObjectID, to: ObjectID)
  }

  /// The reference, by its full name.
  public var name: String
  /// What happens to it.
  public var change: Change

  /// Names a fact.
  public init(_ change: Change, of name: String) {
    self.name = name
    self.change = change
  }
}
