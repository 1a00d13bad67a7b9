// SPDX-License-Identifier: Apache-2.0

public import Files

/// `dvc.lock` beside `dvc.yaml`: the outputs of a pipeline's stages, as the last run left them.
///
/// Schema 2.0, and the older one that has the stages at its root. Where a stage works and what it
/// keeps out of the cache stands in `dvc.yaml` only, which is read for that.
public struct DVCLockFormat: ManifestFormat {
  private static let limit = 64 << 20

  /// The format.
  public init() {}

  /// `dvc.lock`.
  public var name: String { "dvc.lock" }

  /// Its own.
  public var endings: [String] { ["dvc.lock"] }

  /// Whether that is the name.
  public func claims(_ path: RelativePath) -> Bool { path.name.elementsEqual("dvc.lock".utf8) }

  /// Every output of every stage; none when there are only stages without.
  public func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest] {
    let pipeline = try surroundings.read(
      DVCTrackedOutput.pipeline(beside: path), limit: Self.limit)
    return try DVCTrackedOutput.all(of: path, bytes, pipeline: pipeline)
      .map { tracked throws(ManifestError) in try tracked.dataset(of: path, name) }
  }
}
