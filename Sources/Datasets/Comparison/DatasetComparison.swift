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
    var before = ComparedTree(try repository.commit(old).tree)
    var after = ComparedTree(try repository.commit(new).tree)
    let difference = try TreeDifference(before.tree, after.tree, of: repository)
    var native: [RelativePath: DatasetDelta] = [:]
    for file in difference.files {
      if let delta = try? NativeComparison(file, of: repository)?.delta {
        native[delta.path] = delta
        continue
      }
      try before.take(file.old, of: repository)
      try after.take(file.new, of: repository)
    }
    let stored = try Self.stored(in: difference, before.tree, after.tree, of: repository)
    try before.takeStored(at: stored, of: repository)
    try after.takeStored(at: stored, of: repository)
    try before.takeDeclared(of: repository)
    try after.takeDeclared(of: repository)
    problems = before.problems + after.problems
    // Of a manifest that can be read in one commit only, nothing is known of the other.
    let unreadable = before.unreadable.union(after.unreadable)
    before.drop(unreadable)
    after.drop(unreadable)
    let moves = DatasetMoves(from: before.datasets, to: after.datasets)
    let paths = Set(before.datasets.keys).union(after.datasets.keys).union(native.keys)
    let changed = (difference.files + difference.links).map(\.path)
    for path in paths.subtracting(moves.sources).sorted() {
      let source = moves.source[path]
      let delta =
        native[path]
        ?? DatasetDelta(
          path: path, old: before.datasets[source ?? path], new: after.datasets[path],
          movedFrom: source)
      if Self.differs(delta, changed) { deltas.append(delta) }
    }
    FileMoves.pair(&deltas)
  }

  /// What lists no files differs when its manifest does.
  private static func differs(_ delta: DatasetDelta, _ changed: [RelativePath]) -> Bool {
    guard let old = delta.old, let new = delta.new else { return true }
    if let changes = delta.changes {
      return !changes.isEmpty || delta.movedFrom != nil || old.format != new.format
    }
    return old.manifest != new.manifest || changed.contains { $0.isAtOrBelow(new.manifest) }
  }

  /// The places of stored data, one for both trees, where something differs.
  private static func stored(
    in difference: TreeDifference, _ old: ObjectID, _ new: ObjectID,
    of repository: borrowing Repository
  ) throws -> [RelativePath] {
    var changed: [RelativePath] = []
    for file in difference.files + difference.links {
      for entry in [file.old, file.new].compactMap({ $0 })
      where try StoredDatasets.isStored(entry, in: repository) == true {
        changed.append(file.path)
      }
    }
    guard !changed.isEmpty else { return [] }
    let files =
      try StoredDatasets.files(in: old, of: repository)
      + StoredDatasets.files(in: new, of: repository)
    return StoredDatasets.places(of: files).filter { place in
      changed.contains { $0.isAtOrBelow(place) }
    }
  }
}
