// SPDX-License-Identifier: Apache-2.0

public import Files

/// What one pipeline of a commit asks for.
public struct BuildPlan: Sendable {
  /// A dataset that it reads.
  public struct Dataset: Sendable {
    /// Its name.
    public var name: String
    /// Where it is.
    public var path: RelativePath
    /// Its manifest, when that does not stand beside it.
    public var manifest: RelativePath?

    /// Names a dataset.
    public init(name: String, path: RelativePath, manifest: RelativePath?) {
      self.name = name
      self.path = path
      self.manifest = manifest
    }
  }

  /// The pipeline's name.
  public var pipeline: String
  /// The command, `$MODELGATE_…` not yet replaced.
  public var command: [String]
  /// What it reads.
  public var datasets: [Dataset]
  /// Files that pin the software which the model needs.
  public var dependencies: [RelativePath]
  /// The model, from `$MODELGATE_OUTPUT`.
  public var model: RelativePath
  /// The file of metrics, from `$MODELGATE_OUTPUT`; nil when none is asked for.
  public var metrics: RelativePath?

  /// Describes a pipeline.
  public init(
    pipeline: String, command: [String], datasets: [Dataset], dependencies: [RelativePath],
    model: RelativePath, metrics: RelativePath? = nil
  ) {
    self.pipeline = pipeline
    self.command = command
    self.datasets = datasets
    self.dependencies = dependencies
    self.model = model
    self.metrics = metrics
  }
}
