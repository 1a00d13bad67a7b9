// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
import Findings
public import GitAccess
public import Manifests

/// The datasets of a commit that git-annex or Git LFS keeps, which no manifest names.
///
/// A dataset is a topmost folder all of whose files one of them keeps, or else a single such file.
/// An empty file, whose pointer in LFS is as empty, belongs to the folder that it stands in.
public struct StoredDatasets: Sendable {
  /// The datasets, in the order of their paths; what is no digest leaves one uncovered.
  public private(set) var datasets: [DatasetManifest] = []
  /// Why some cannot be judged: they hold a digest that is not computed here.
  public private(set) var undecided: [DatasetError] = []

  /// Looks for them in the tree of a commit.
  public init(in tree: ObjectID, of repository: borrowing Repository) throws {
    let files = try Self.files(in: tree, of: repository)
    try self.init(at: Self.places(of: files), in: tree, of: repository)
  }

  /// Reads those at some places, as far as the tree has them.
  init(at places: [RelativePath], in tree: ObjectID, of repository: borrowing Repository) throws {
    for path in places { try add(path, tree, of: repository) }
  }

  /// Every file of a tree, and whether one of the two keeps it.
  static func files(in tree: ObjectID, of repository: borrowing Repository) throws
    -> [(path: RelativePath, isStored: Bool)]
  {
    var files: [(path: RelativePath, isStored: Bool)] = []
    try repository.walk(tree: tree) { entry throws(GitError) in
      if entry.kind != .tree, let isStored = try Self.isStored(entry, in: repository) {
        files.append((entry.path, isStored))
      }
      return true
    }
    return files
  }

  private mutating func add(
    _ path: RelativePath, _ tree: ObjectID, of repository: borrowing Repository
  ) throws {
    do {
      guard let dataset = try GitDataset(at: path, tree: tree, of: repository) else { return }
      datasets.append(try dataset.described(from: repository))
    } catch let error as DatasetError {
      guard error.status == .refused else {
        undecided.append(error)
        return
      }
      datasets.append(
        DatasetManifest(
          manifest: path, format: error.isOfLargeFile ? "lfs" : "annex", path: path,
          coverage: .none(reason: error.message)))
    }
  }

  /// Whether one of the two keeps a file; nil when that cannot be told of an empty one.
  static func isStored(_ entry: TreeEntry, in repository: borrowing Repository)
    throws(GitError) -> Bool?
  {
    switch entry.kind {
    case .symbolicLink:
      return AnnexPointer.key(ofLink: try repository.blob(entry.id, limit: 4096)) != nil
    case .file, .executable:
      let size = try repository.size(ofBlob: entry.id)
      guard size > 0 else { return nil }
      guard size <= AnnexPointer.byteLimit else { return false }
      let text = try repository.blob(entry.id)
      return AnnexPointer.key(ofText: text) != nil || (try? LFSPointer(parsing: text)) != nil
    case .tree, .submodule: return false
    }
  }

  /// The topmost folders without a file of another kind, and the stored files outside of them.
  static func places(of files: [(path: RelativePath, isStored: Bool)]) -> [RelativePath] {
    var mixed: Set<RelativePath> = []
    for file in files where !file.isStored {
      var folder = file.path.parent
      while let current = folder, mixed.insert(current).inserted { folder = current.parent }
    }
    var places: Set<RelativePath> = []
    for file in files where file.isStored {
      var place = file.path
      while let folder = place.parent, !mixed.contains(folder) { place = folder }
      places.insert(place)
    }
    return places.sorted()
  }
}
