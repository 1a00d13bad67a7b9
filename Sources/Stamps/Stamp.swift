// SPDX-License-Identifier: Apache-2.0

public import Digests

/// The provenance that a model file carries: which code, which data, which dependencies made it.
///
/// A stamp that exists can be written and read back: what a model file could not hold, or what
/// could trick the terminal of its reader, is refused when it is made.
public struct Stamp: Hashable, Sendable {
  /// The latest major version of modelgate whose stamps this one understands.
  public static let supportedMajor = 1

  /// The version of modelgate that wrote it, as SemVer.
  public let version: String
  /// The commit that the model was trained from.
  public let commit: ObjectID
  /// That commit's tree, which survives a rewritten history.
  public let tree: ObjectID
  /// Where the commit can be fetched, without user info and query; see ``publicRepositoryURL(_:)``.
  public let repository: String?
  /// The pipeline's name in `modelgate.yaml`; nil for a model trained elsewhere.
  public let pipeline: String?
  /// The digest of every dataset, by name.
  public let data: NamedDigests
  /// The digest of every file that pins dependencies, by its path.
  public let dependencies: NamedDigests
  /// The invocation id of the build; nil for a model trained elsewhere.
  public let build: String?
  /// Reserved keys that this version does not know, kept as they are, ordered by key.
  public let extras: [StampEntry]

  /// Checks the fields and joins them to a stamp.
  public init(
    version: String, commit: ObjectID, tree: ObjectID, repository: String? = nil,
    pipeline: String? = nil, data: NamedDigests, dependencies: NamedDigests = [:],
    build: String? = nil, extras: [StampEntry] = []
  ) throws(StampError) {
    self.version = version
    self.commit = commit
    self.tree = tree
    self.repository = repository
    self.pipeline = pipeline
    self.data = data
    self.dependencies = dependencies
    self.build = build
    self.extras = extras.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    try check()
  }
}
