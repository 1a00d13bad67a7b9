// SPDX-License-Identifier: Apache-2.0

/// Whether others can have a commit.
public enum Publication: Sendable, Equatable {
  /// There is no remote that could have it.
  case noRemote
  /// A remote has it.
  case published
  /// No remote has it.
  case unpublished
  /// Nobody can say; why, in words, and what to type.
  case unknown(String, hints: [String])
}

/// How a reference stands to the one of the same name on the remotes.
public enum Agreement: Sendable, Equatable {
  /// They hold the same.
  case same
  /// No remote has it.
  case absent
  /// A remote has another object under the name.
  case differs(remote: String)
  /// Nobody can say; why, in words.
  case unknown(String)
}

/// What a release needs of the remotes beside the commit itself.
public struct ReleaseFacts: Sendable, Equatable {
  /// A tag that leads to the judged commit.
  public struct Tag: Sendable, Equatable {
    /// Its short name.
    public var name: String
    /// How it stands to the remotes' tag.
    public var agreement: Agreement

    /// Names a tag.
    public init(name: String, agreement: Agreement) {
      self.name = name
      self.agreement = agreement
    }
  }

  /// The tags of the judged commit.
  public var tags: [Tag] = []
  /// How the ledger stands to the remotes'; nil where there is none here.
  public var ledger: Agreement?

  /// Nothing to compare.
  public init() {}
}
