// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import Findings

/// What is so of one dataset, as the judged commit has it and as its files are.
public struct DatasetFacts: Sendable {
  /// How a dataset is versioned.
  public enum Versioning: Sendable, Equatable {
    /// A committed manifest covers it.
    case manifest(ManifestFacts)
    /// Its files are blobs of the commit, or LFS pointers.
    case git(files: Int)
    /// The commit names the content, and has no digest of it, or none that can be computed.
    case undigested(UndigestedFacts)
    /// A manifest stands in the worktree and is not in the commit.
    case uncommitted(manifest: RelativePath)
    /// Nothing covers it.
    case none
  }

  /// What was found when the files were read.
  public enum Content: Sendable, Equatable {
    /// They were not read: the subject is a commit, or a build will read them anyway.
    case notRead
    /// There are none here.
    case absent
    /// They are what the manifest says.
    case verified(digest: Digest, files: Int, bytes: Int64)
    /// They are not.
    case differs([Difference])
    /// They could not be read.
    case unreadable(path: String, reason: String)
  }

  /// One file that is not as its manifest says.
  public struct Difference: Sendable, Equatable {
    /// How it differs.
    public enum Kind: Sendable, Equatable {
      /// Listed, and not there.
      case missing
      /// There, and not listed.
      case extra
      /// Other bytes.
      case changed(recorded: String, actual: String)
      /// No file that could be hashed.
      case irregular(String)
    }

    /// From the root of the worktree.
    public var path: RelativePath
    /// How it differs.
    public var kind: Kind

    /// Names a difference.
    public init(_ kind: Kind, at path: RelativePath) {
      self.kind = kind
      self.path = path
    }
  }

  /// Its name in `modelgate.yaml`, or its path when it has none.
  public var name: String
  /// The file or folder, from the root of the worktree.
  public var path: RelativePath
  /// Where it is declared; nil when its manifest was found by itself.
  public var declaration: Location?
  /// How it is versioned.
  public var versioning: Versioning
  /// What its files are.
  public var content: Content
  /// How many of its files the commit has too, although a manifest covers them.
  public var trackedFiles = 0

  /// Gathers the facts of a dataset.
  public init(
    name: String, path: RelativePath, declaration: Location? = nil, versioning: Versioning,
    content: Content = .notRead
  ) {
    self.name = name
    self.path = path
    self.declaration = declaration
    self.versioning = versioning
    self.content = content
  }
}

/// What is so of a committed manifest.
public struct ManifestFacts: Sendable, Equatable {
  /// Where it is.
  public var path: RelativePath
  /// The format's name: `sha256`, `dvc`, `lfs`, `annex`.
  public var format: String
  /// Its blob in the judged commit.
  public var blob: ObjectID
  /// Whether nobody can make other data that it would take for the same.
  public var isCollisionResistant = true
  /// What makes it unusable; nil when it parses.
  public var defect: String?
  /// The line of the defect, where known.
  public var line: Int?

  /// Names a manifest.
  public init(
    path: RelativePath, format: String, blob: ObjectID, defect: String? = nil, line: Int? = nil
  ) {
    self.path = path
    self.format = format
    self.blob = blob
    self.defect = defect
    self.line = line
  }
}

/// Why a commit that names data does not say what its bytes are.
public struct UndigestedFacts: Sendable, Equatable {
  /// The manifest that names the data; nil when the commit's own files do.
  public var manifest: RelativePath?
  /// What is wrong, in words.
  public var reason: String
  /// What to type.
  public var hints: [String] = []
  /// Whether there is a digest, of a kind that is not computed here.
  public var isUndecided = false

  /// Says why.
  public init(manifest: RelativePath? = nil, reason: String) {
    self.manifest = manifest
    self.reason = reason
  }
}
