// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests
import SystemPackage

/// Copies a dataset's files and links into the clean room, read-only, following no link but those
/// that DVC made to its own cache.
struct DataCopy {
  let dataset: RelativePath
  /// What is no part of the dataset, and what no training may therefore see.
  var ignored: IgnoredNames?
  /// What DVC's links stand for; the training gets the contents.
  var objects: DVCObjects?

  func run(from worktree: FilePath, into tree: FilePath) throws {
    let source = worktree.appending(dataset)
    let target = tree.appending(dataset)
    try refuseLinks(above: dataset, in: tree)
    try Folder.create(target.removingLastComponent())
    try Folder.remove(target)
    let status = try FileStatus(source)
    guard status.kind == .directory else {
      let link = status.kind == .symbolicLink ? try RootDirectory(worktree).readLink(dataset) : []
      let object = objects?.object(of: dataset.lastComponent, linkedBy: link)
      return try NewFile.copy(object ?? source, to: target, permissions: .readOnly)
    }
    try Folder.createNew(target)
    let root = try RootDirectory(source)
    // What the dataset leaves out nobody versioned, so the training must not see it.
    let patterns = try DatasetPatterns.read(in: root)
    let ignored = ignored
    let listing = DirectoryTree.list(root) { folder in
      !(ignored?.contains(folder, isFolder: true) ?? false)
    }
    let isWanted = { (entry: DirectoryTree.Entry) in
      !isIgnored(entry) && patterns?.selects(entry.path) ?? true
    }
    for unlisted in listing.unlisted { throw unlisted.error }
    for file in listing.files where isWanted(file) {
      try Folder.create(target.appending(file.path).removingLastComponent())
      try NewFile.copy(
        source.appending(file.path), to: target.appending(file.path), permissions: .readOnly)
    }
    for entry in listing.irregular where isWanted(entry) {
      try copy(entry, from: source, into: target)
    }
    try protect(target)
  }

  private func isIgnored(_ entry: DirectoryTree.Entry) -> Bool {
    ignored?.contains(entry.path, isFolder: false) ?? false
  }

  /// A link of the commit in place of a folder above the data would lead the copy elsewhere.
  private func refuseLinks(above path: RelativePath, in tree: FilePath) throws {
    var folder = path.parent
    while let current = folder {
      if let status = try? FileStatus(tree.appending(current)), status.kind != .directory {
        throw FileError(
          "copy data to", tree.appending(path), .notDirectory,
          detail: "'\(current)' is a \(status.kind.rawValue) in the commit")
      }
      folder = current.parent
    }
  }

  /// Takes the folders' write permission, so that a training fails early that would put files there.
  private func protect(_ folder: FilePath) throws(FileError) {
    for name in try Folder.names(in: folder) {
      guard let name = RelativePath(bytes: name) else { continue }
      let path = folder.appending(name)
      if try FileStatus(path).kind == .directory { try protect(path) }
    }
    Folder.setPermissions(
      [.ownerReadExecute, .groupReadExecute, .otherReadExecute], of: folder)
  }

  /// Links are copied as links but for DVC's; whether they stay inside is for the verification to say.
  private func copy(_ entry: DirectoryTree.Entry, from source: FilePath, into target: FilePath)
    throws
  {
    guard entry.status.kind == .symbolicLink else {
      throw FileError(
        "copy \(entry.status.kind.rawValue)", source.appending(entry.path), .invalidArgument)
    }
    let destination = try RootDirectory(source).readLink(entry.path)
    let place = target.appending(entry.path)
    try Folder.create(place.removingLastComponent())
    if let object = objects?.object(of: entry.path, linkedBy: destination) {
      try NewFile.copy(object, to: place, permissions: .readOnly)
    } else {
      try SymbolicLink.create(place, to: FilePath(rawBytes: destination))
    }
  }
}

extension FilePermissions {
  /// Data is not for writing.
  static let readOnly: FilePermissions = [.ownerRead, .groupRead, .otherRead]
}
