// SPDX-License-Identifier: Apache-2.0

public import Files
import SystemPackage

/// What stands around a manifest, where the manifest itself was found: in a worktree or in a commit.
///
/// A reader that needs more than the manifest's own bytes takes it from here and from nowhere else,
/// so that it says the same of a commit as of a worktree with the same files. Paths are from the
/// repository's root; no symbolic link is followed.
public protocol ManifestSurroundings: ~Copyable {
  /// The content of a file; nil when nothing stands there.
  ///
  /// What is no regular file is a ``ManifestError``; one of more than `limit` bytes, or that cannot
  /// be read, is an error of where it stands.
  borrowing func read(_ path: RelativePath, limit: Int) throws -> [UInt8]?
  /// The text of a symbolic link; nil when something else stands there, or nothing.
  borrowing func link(_ path: RelativePath) throws -> [UInt8]?
  /// What stands directly in a folder, in byte order, as paths from the repository's root.
  ///
  /// Nil means the root. Empty when there is no such folder.
  borrowing func names(in folder: RelativePath?) throws -> [RelativePath]
}

extension RootDirectory: ManifestSurroundings {
  /// Reads a file of the worktree.
  public borrowing func read(_ path: RelativePath, limit: Int) throws -> [UInt8]? {
    guard let status = try existing({ () throws(FileError) in try status(path) }) else {
      return nil
    }
    guard status.kind == .file else { throw ManifestError.notRegular(path, status.typeName) }
    let bytes: [UInt8] = try read(path, limit: limit)
    return bytes
  }

  /// Reads a link of the worktree.
  public borrowing func link(_ path: RelativePath) throws -> [UInt8]? {
    guard let status = try existing({ () throws(FileError) in try status(path) }),
      status.kind == .symbolicLink
    else { return nil }
    return try readLink(path)
  }

  /// Lists a folder of the worktree.
  public borrowing func names(in folder: RelativePath?) throws -> [RelativePath] {
    guard let folder else { return try Self.names(in: self, below: nil) }
    guard let status = try existing({ () throws(FileError) in try status(folder) }),
      status.kind == .directory
    else { return [] }
    return try Self.names(in: openDirectory(folder), below: folder)
  }

  private static func names(in root: borrowing RootDirectory, below folder: RelativePath?) throws
    -> [RelativePath]
  {
    let tree = DirectoryTree.list(root) { _ in false }
    if let unlisted = tree.unlisted.first { throw unlisted.error }
    let names = tree.files.map(\.path) + tree.folders + tree.irregular.map(\.path)
    return names.sorted().map { name in folder?.appending(name) ?? name }
  }

  /// Nil instead of the error that nothing stands there.
  private borrowing func existing<Value>(_ look: () throws(FileError) -> Value) throws(FileError)
    -> Value?
  {
    do throws(FileError) {
      return try look()
    } catch  where error.errno == .noSuchFileOrDirectory || error.errno == .notDirectory {
      return nil
    }
  }
}

extension ManifestError {
  /// A name that a reader needs the content of stands for something else than a file.
  public static func notRegular(_ path: RelativePath, _ type: String) -> ManifestError {
    ManifestError("'\(path)', which it needs, is a \(type) and not a file")
  }
}
