// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import GitAccess
import Manifests

/// A dataset that needs no manifest: its files are blobs of the commit, LFS pointers, or keys of
/// git-annex.
public struct GitDataset: Sendable, Equatable {
  /// Where it is, from the root of the tree.
  public let path: RelativePath
  /// Whether it is a folder rather than one file.
  public let isFolder: Bool
  /// Its files, ordered by path.
  public let files: [CommittedFile]

  /// Reads the files at a path of a tree; nil when nothing stands there.
  ///
  /// A submodule is an error, unless submodules are left out: then it has no files.
  public init?(
    at path: RelativePath, tree: ObjectID, of repository: borrowing Repository,
    leavingOutSubmodules: Bool = false
  ) throws {
    guard let entry = try repository.entry(at: path, in: tree) else { return nil }
    self.path = path
    isFolder = entry.kind == .tree
    if leavingOutSubmodules, entry.kind == .submodule {
      files = []
      return
    }
    guard isFolder else {
      let name = RelativePath(bytes: Array(path.name)) ?? path
      files = [try Self.file(entry, as: name, at: path, of: repository)]
      return
    }
    files = try Self.files(tree: entry.id, at: path, leavingOutSubmodules, of: repository)
  }

  private static func files(
    tree: ObjectID, at folder: RelativePath, _ leavesOutSubmodules: Bool,
    of repository: borrowing Repository
  ) throws -> [CommittedFile] {
    var entries: [TreeEntry] = []
    try repository.walk(tree: tree) { entry in
      if entry.kind != .tree { entries.append(entry) }
      return true
    }
    var files: [CommittedFile] = []
    for entry in entries where entry.kind != .submodule || !leavesOutSubmodules {
      let place = folder.appending(entry.path)
      files.append(try file(entry, as: entry.path, at: place, of: repository))
    }
    return files.sorted { $0.path < $1.path }
  }

  /// The path is the one in the dataset; errors tell the place in the repository.
  private static func file(
    _ entry: TreeEntry, as path: RelativePath, at place: RelativePath,
    of repository: borrowing Repository
  ) throws -> CommittedFile {
    switch entry.kind {
    case .file, .executable:
      return CommittedFile(path: path, content: try content(entry.id, place, of: repository))
    case .symbolicLink:
      let target = try repository.blob(entry.id, limit: 4096)
      guard let key = AnnexPointer.key(ofLink: target) else {
        return CommittedFile(path: path, content: .link(text: target))
      }
      return CommittedFile(path: path, content: try annexed(key, place, pointer: nil))
    case .submodule, .tree: throw DatasetError.submodule(place)
    }
  }

  private static func content(
    _ blob: ObjectID, _ path: RelativePath, of repository: borrowing Repository
  ) throws -> CommittedFile.Content {
    let isSmall = try repository.size(ofBlob: blob) <= AnnexPointer.byteLimit
    guard isSmall else { return .blob(blob) }
    let bytes = try repository.blob(blob)
    if let key = AnnexPointer.key(ofText: bytes) { return try annexed(key, path, pointer: blob) }
    guard !bytes.isEmpty, let pointer = try? LFSPointer(parsing: bytes) else { return .blob(blob) }
    guard pointer.extensions.isEmpty else { throw DatasetError.extendedPointer(blob) }
    return .largeFile(pointer, pointer: blob)
  }

  private static func annexed(_ key: AnnexKey, _ path: RelativePath, pointer: ObjectID?)
    throws(DatasetError) -> CommittedFile.Content
  {
    switch key.evidence {
    case .digest: .annexed(key, pointer: pointer)
    case .none(let reason): throw .undigestedKey(path, key, reason: reason)
    case .unsupported(let reason): throw .unsupportedKey(path, key, reason: reason)
    }
  }
}
