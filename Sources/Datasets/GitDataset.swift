// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import GitAccess
public import Manifests

/// A dataset that needs no manifest: its files are blobs of the commit, or LFS pointers.
public struct GitDataset: Sendable, Equatable {
  /// Its files, ordered by path.
  public let files: [CommittedFile]

  /// Reads the files at a path of a tree; nil when nothing stands there.
  public init?(at path: RelativePath, tree: ObjectID, of repository: borrowing Repository) throws {
    guard let entry = try repository.entry(at: path, in: tree) else { return nil }
    guard entry.kind == .tree else {
      let name = RelativePath(bytes: Array(path.name)) ?? path
      files = [try Self.file(entry, as: name, of: repository)]
      return
    }
    files = try Self.files(below: path, tree: entry.id, of: repository)
  }

  private static func files(
    below root: RelativePath, tree: ObjectID, of repository: borrowing Repository
  ) throws -> [CommittedFile] {
    var entries: [TreeEntry] = []
    try repository.walk(tree: tree) { entry in
      if entry.kind != .tree { entries.append(entry) }
      return true
    }
    var files: [CommittedFile] = []
    for entry in entries {
      files.append(try file(entry, as: entry.path, of: repository))
    }
    return files.sorted { $0.path < $1.path }
  }

  private static func file(
    _ entry: TreeEntry, as path: RelativePath, of repository: borrowing Repository
  ) throws -> CommittedFile {
    switch entry.kind {
    case .file, .executable:
      return CommittedFile(path: path, content: try content(entry.id, of: repository))
    case .symbolicLink:
      let target = try repository.blob(entry.id, limit: 4096)
      return CommittedFile(path: path, content: .link(text: target))
    case .submodule, .tree: throw DatasetError.submodule(path)
    }
  }

  private static func content(_ blob: ObjectID, of repository: borrowing Repository) throws
    -> CommittedFile.Content
  {
    let isSmall = try repository.size(ofBlob: blob) <= LFSPointer.byteLimit
    guard isSmall else { return .blob(blob) }
    let bytes = try repository.blob(blob)
    guard !bytes.isEmpty, let pointer = try? LFSPointer(parsing: bytes) else { return .blob(blob) }
    guard pointer.extensions.isEmpty else { throw DatasetError.extendedPointer(blob) }
    return .largeFile(pointer, pointer: blob)
  }

  /// The native manifest of the files, out of blobs and pointers alone.
  public func manifest(from repository: borrowing Repository) throws -> NativeManifest {
    var digests: [RelativePath: Digest] = [:]
    var links = LinkMap()
    for file in files {
      digests[file.path] = try Self.digest(file, from: repository)
      if case .link(let text) = file.content { links.add(file.path, to: text) }
    }
    var entries: [NativeManifest.Entry] = []
    for file in files {
      guard case .inside(let end?) = links.resolve(file.path), let digest = digests[end] else {
        throw DatasetError.linkLeavesDataset(file.path, target: file.linkText)
      }
      entries.append(.init(path: file.path, digest: digest))
    }
    return try NativeManifest(entries)
  }

  private static func digest(_ file: CommittedFile, from repository: borrowing Repository)
    throws(GitError) -> Digest?
  {
    switch file.content {
    case .blob(let id): try repository.sha256(ofBlob: id)
    case .largeFile(let pointer, _): pointer.digest
    case .link: nil
    }
  }
}
