// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import GitAccess
public import Manifests

/// What stands around a manifest in a commit.
public struct CommittedSurroundings: ~Copyable, ManifestSurroundings {
  /// No file system takes a longer link, in bytes.
  private static let linkLimit = 4096

  private let repository: Repository
  private let tree: ObjectID

  /// Reads a commit's tree.
  public init(tree: ObjectID, of repository: borrowing Repository) {
    self.repository = Repository(sharing: repository)
    self.tree = tree
  }

  /// Reads a blob.
  public borrowing func read(_ path: RelativePath, limit: Int) throws -> [UInt8]? {
    guard let entry = try repository.entry(at: path, in: tree) else { return nil }
    switch entry.kind {
    case .file, .executable: return try repository.blob(entry.id, limit: limit)
    case .symbolicLink: throw ManifestError.notRegular(path, "symbolic link")
    case .tree, .submodule: throw ManifestError.notRegular(path, "directory")
    }
  }

  /// Reads the blob of a link.
  public borrowing func link(_ path: RelativePath) throws -> [UInt8]? {
    guard let entry = try repository.entry(at: path, in: tree), entry.kind == .symbolicLink else {
      return nil
    }
    return try repository.blob(entry.id, limit: Self.linkLimit)
  }

  /// Lists a tree.
  public borrowing func names(in folder: RelativePath?) throws -> [RelativePath] {
    guard let folder else { return try repository.entries(of: tree).map(\.path).sorted() }
    guard let entry = try repository.entry(at: folder, in: tree), entry.kind == .tree else {
      return []
    }
    return try repository.entries(of: entry.id, below: folder).map(\.path).sorted()
  }
}
