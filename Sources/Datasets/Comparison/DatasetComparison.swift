// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
public import Findings
public import GitAccess
import Manifests

/// The datasets in which two commits differ, out of git's objects alone.
public struct DatasetComparison: Sendable {
  /// Every dataset that a manifest describes otherwise in one commit than in the other, ordered by
  /// path.
  public private(set) var deltas: [DatasetDelta] = []
  /// Manifests that could not be read, so that nothing is known of their datasets.
  public private(set) var problems: [any ExplainedError] = []

  /// Compares two commits.
  public init(_ old: ObjectID, _ new: ObjectID, of repository: borrowing Repository) throws {
    let trees = (try repository.commit(old).tree, try repository.commit(new).tree)
    let difference = try TreeDifference(trees.0, trees.1, of: repository)
    var before: [RelativePath: DatasetManifest] = [:]
    var after: [RelativePath: DatasetManifest] = [:]
    var native: [RelativePath: DatasetDelta] = [:]
    for file in difference.files {
      if let delta = try? NativeComparison(file, of: repository)?.delta {
        native[delta.path] = delta
        continue
      }
      try collect(file.old, trees.0, of: repository, into: &before)
      try collect(file.new, trees.1, of: repository, into: &after)
    }
    for path in Set(before.keys).union(after.keys).union(native.keys).sorted() {
      let delta =
        native[path] ?? DatasetDelta(path: path, old: before[path], new: after[path])
      if delta.old == nil || delta.new == nil || delta.changes?.isEmpty != true {
        deltas.append(delta)
      }
    }
  }

  private mutating func collect(
    _ entry: TreeEntry?, _ tree: ObjectID, of repository: borrowing Repository,
    into datasets: inout [RelativePath: DatasetManifest]
  ) throws {
    guard let entry else { return }
    // A pointer of Git LFS has no name of its own, but is small.
    let isNamed = ManifestFormats.mayBe(entry.path)
    guard try isNamed || repository.size(ofBlob: entry.id) <= LFSPointer.byteLimit else { return }
    do {
      let bytes = try repository.blob(entry.id, limit: NativeManifest.byteLimit)
      let found = try ManifestFormats.datasets(
        in: bytes, at: entry.path, beside: CommittedSurroundings(tree: tree, of: repository))
      for dataset in found ?? [] { datasets[dataset.path] = dataset }
    } catch let error as any ExplainedError {
      problems.append(error)
    }
  }
}
