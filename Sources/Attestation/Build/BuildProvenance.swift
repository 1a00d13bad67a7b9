// SPDX-License-Identifier: Apache-2.0

public import Digests

/// What modelgate says of a model that it built: the content of its SLSA provenance, typed.
///
/// This is the one place that knows how the fields map to SLSA's members, both ways.
public struct BuildProvenance: Hashable, Sendable {
  /// The build type: this structure, version 1.
  public static let buildType = "urn:modelgate:build:training:v1"
  /// The builder of a build on a developer's or CI's own machine; SLSA Build L1 at best.
  public static let localBuilder = "urn:modelgate:builder:local"

  /// The model as it was delivered.
  public struct Model: Hashable, Sendable {
    /// The file's name, without folders.
    public var name: String
    /// The format that it was stamped in.
    public var format: String
    /// SHA-256 of the stamped file.
    public var file: Digest
    /// SHA-256 that does not depend on the stamp.
    public var payload: Digest

    /// Describes a model.
    public init(name: String, format: String, file: Digest, payload: Digest) {
      self.name = name
      self.format = format
      self.file = file
      self.payload = payload
    }
  }

  /// The code that was built.
  public struct Source: Hashable, Sendable {
    /// Where it can be fetched, without user info; nil when no remote is known.
    public var repository: String?
    /// The branch or tag that was built, by its full name.
    public var reference: String?
    /// The commit.
    public var commit: ObjectID
    /// Its tree.
    public var tree: ObjectID

    /// Names a commit.
    public init(repository: String?, reference: String?, commit: ObjectID, tree: ObjectID) {
      self.repository = repository
      self.reference = reference
      self.commit = commit
      self.tree = tree
    }
  }

  /// A dataset that the training read.
  public struct Dataset: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Where it is, from the repository's root.
    public var path: String
    /// The dataset digest: SHA-256 of its canonical manifest.
    public var digest: Digest
    /// What versions it: a manifest's format, or `git`.
    public var format: String
    /// The manifest's path; nil when the commit's own blobs are the data.
    public var manifest: String?
    /// The manifest's blob in the commit.
    public var manifestBlob: ObjectID?
    /// Number of files.
    public var files: Int
    /// Bytes.
    public var bytes: Int64

    /// Describes a dataset.
    public init(
      name: String, path: String, digest: Digest, format: String, manifest: String?,
      manifestBlob: ObjectID?, files: Int, bytes: Int64
    ) {
      self.name = name
      self.path = path
      self.digest = digest
      self.format = format
      self.manifest = manifest
      self.manifestBlob = manifestBlob
      self.files = files
      self.bytes = bytes
    }
  }

  /// A file of the commit that pins the software which the model needs.
  public struct Dependency: Hashable, Sendable {
    /// Its path in the commit.
    public var path: String
    /// SHA-256 of its bytes.
    public var digest: Digest
    /// Its blob.
    public var blob: ObjectID

    /// Describes a file.
    public init(path: String, digest: Digest, blob: ObjectID) {
      self.path = path
      self.digest = digest
      self.blob = blob
    }
  }

  /// The file of metrics that the training wrote, whole, so that the signature covers every digit.
  public struct MetricsFile: Hashable, Sendable {
    /// Its path in the output folder.
    public var path: String
    /// The type of its content.
    public var mediaType: String
    /// Its bytes; their SHA-256 is recorded as well.
    public var content: [UInt8]

    /// Keeps a file.
    public init(path: String, mediaType: String, content: [UInt8]) {
      self.path = path
      self.mediaType = mediaType
      self.content = content
    }
  }

  /// A key and a value of the model's stamp.
  public struct StampField: Hashable, Sendable {
    /// The key, `modelgate.…`.
    public var key: String
    /// The value.
    public var value: String

    /// Names a field.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The model.
  public var model: Model
  /// The code.
  public var source: Source
  /// The pipeline's name.
  public var pipeline: String
  /// The command that trained, word by word.
  public var command: [String]
  /// The datasets, by name.
  public var datasets: [Dataset]
  /// The dependency files.
  public var dependencies: [Dependency]
  /// What the training says of the model's quality; nil when it was not asked for any.
  public var metrics: MetricsFile?
  /// The stamp, as it stands in the model.
  public var stamp: [StampField]
  /// The names of the environment variables that the training saw.
  public var environment: [String]
  /// Who ran the build: a URI, by default ``localBuilder``.
  public var builder = localBuilder
  /// The version of modelgate.
  public var version: String
  /// The name of this very run.
  public var invocation: String
  /// When the training began.
  public var startedOn: Timestamp
  /// When it ended.
  public var finishedOn: Timestamp

  /// Puts it together.
  public init(
    model: Model, source: Source, pipeline: String, command: [String], datasets: [Dataset],
    dependencies: [Dependency], metrics: MetricsFile? = nil, stamp: [StampField],
    environment: [String], version: String, invocation: String, startedOn: Timestamp,
    finishedOn: Timestamp
  ) {
    self.model = model
    self.source = source
    self.pipeline = pipeline
    self.command = command
    self.datasets = datasets
    self.dependencies = dependencies
    self.metrics = metrics
    self.stamp = stamp
    self.environment = environment
    self.version = version
    self.invocation = invocation
    self.startedOn = startedOn
    self.finishedOn = finishedOn
  }
}
