// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// What a dataset's remote storage has of it.
public struct RemoteReport: Sendable {
  /// One object of the dataset.
  public struct Object: Sendable, Equatable {
    /// The file that it holds, from the repository's root; the folder's for a list of files.
    public let path: RelativePath
    /// Whether it is there.
    public let presence: Presence

    /// Says whether an object is there.
    public init(_ path: RelativePath, _ presence: Presence) {
      self.path = path
      self.presence = presence
    }
  }

  /// What came of asking.
  public enum Outcome: Sendable, Equatable {
    /// The remote was asked for each object.
    case judged([Object])
    /// The data is not meant to be in a remote, for this reason.
    case exempt(reason: String)
    /// No remote is named anywhere.
    case noRemote
    /// The manifest cannot be read, so what should be there is not known.
    case unreadable(reason: String)
    /// The remote is not known.
    case undecided(reason: String)
  }

  /// The dataset's path as text, or what its files have in common.
  public let name: String
  /// The manifest that describes it; nil when each file has a pointer of its own.
  public let manifest: RelativePath?
  /// `dvc`, `lfs`, `annex`, or the manifest's format.
  public let format: String
  /// The remote for people, without anything secret.
  public var remote: String?
  /// What came of asking.
  public var outcome: Outcome
  /// What to type when not all is there.
  public var hints: [String]

  /// Says what came of asking for a dataset.
  public init(
    _ name: String, manifest: RelativePath? = nil, format: String, remote: String? = nil,
    _ outcome: Outcome, hints: [String] = []
  ) {
    (self.name, self.manifest, self.format) = (name, manifest, format)
    (self.remote, self.outcome, self.hints) = (remote, outcome, hints)
  }

  /// The objects that were asked for.
  public var objects: [Object] {
    if case .judged(let objects) = outcome { objects } else { [] }
  }

  /// Passed only when every object is known to be there, or none is meant to be.
  public var verdict: Verdict {
    switch outcome {
    case .exempt: return .passed
    case .noRemote, .unreadable, .undecided: return .couldNotJudge
    case .judged(let objects):
      if objects.contains(where: { $0.presence.isUndecided }) { return .couldNotJudge }
      return objects.contains { $0.presence.isAbsent } ? .refused : .passed
    }
  }
}

extension Presence {
  /// Whether the store has not got it.
  public var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }

  /// Whether nothing is known.
  public var isUndecided: Bool {
    if case .undecided = self { true } else { false }
  }

  /// Why it does not pass; nil when it does.
  public var reason: String? {
    switch self {
    case .present: nil
    case .absent(let reason), .undecided(let reason): reason
    }
  }
}
