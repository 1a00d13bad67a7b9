// SPDX-License-Identifier: Apache-2.0

/// What is so of the signature of a judged commit, or of a tag that leads to it.
public struct SignatureFact: Sendable, Equatable {
  /// What was found.
  public enum State: Sendable, Equatable {
    /// Someone who is trusted signed it, and may sign now; who, by the verifier's own name.
    case trusted(by: String)
    /// There is no signature.
    case unsigned
    /// There is one that does not count; why, in words.
    case refused(String)
    /// It could not be verified; why, in words, and what to type.
    case undecided(String, hints: [String])
  }

  /// What is signed, in words: `commit 0123456789ab`, `tag 'v1'`.
  public var object: String
  /// What was found.
  public var state: State

  /// Names a fact.
  public init(_ state: State, of object: String) {
    self.state = state
    self.object = object
  }
}
