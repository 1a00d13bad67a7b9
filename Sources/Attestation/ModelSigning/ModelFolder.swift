// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
public import SystemPackage

/// A model that is a folder of files.
public struct ModelFolder: ~Copyable {
  private let root: RootDirectory
  private let tree: DirectoryTree
  private let signature: RelativePath?
  private let progress: (@Sendable (Int64) -> Void)?

  /// Lists a folder; `signature` is where its signature is or will be, inside or elsewhere.
  ///
  /// `progress` is called with the bytes that were hashed so far.
  public init(
    _ path: FilePath, signature: FilePath, progress: (@Sendable (Int64) -> Void)? = nil
  ) throws(AttestationError) {
    let opened = try Self.open(path)
    let tree = DirectoryTree.list(opened)
    if let error = tree.unlisted.first?.error { throw .file(error) }
    self.init(opened, tree, Self.relative(signature, in: path), progress)
  }

  private init(
    _ root: consuming RootDirectory, _ tree: DirectoryTree, _ signature: RelativePath?,
    _ progress: (@Sendable (Int64) -> Void)?
  ) {
    self.root = root
    self.tree = tree
    self.signature = signature
    self.progress = progress
  }

  private static func open(_ path: FilePath) throws(AttestationError) -> RootDirectory {
    do throws(FileError) {
      return try RootDirectory(path)
    } catch {
      throw .file(error)
    }
  }

  /// Where the signature is inside of the folder; nil when it is elsewhere.
  private static func relative(_ signature: FilePath, in folder: FilePath) -> RelativePath? {
    let parent = signature.removingLastComponent()
    guard let name = signature.lastComponent, let root = RealPath.of(folder),
      var place = RealPath.of(parent.isEmpty ? "." : parent)?.appending(name),
      place.removePrefix(root)
    else { return nil }
    return RelativePath(bytes: place.byteArray)
  }

  /// Bytes of all files that a signature covers.
  public var size: Int64 { covered.reduce(0) { $0 + $1.status.size } }

  private var covered: [DirectoryTree.Entry] {
    tree.files.filter { $0.path != signature && !Self.isLeftOut($0.path) }
  }

  private static func isLeftOut(_ path: RelativePath) -> Bool {
    path.components.first.map { first in
      SignedFolder.leftOut.contains { first.elementsEqual($0.utf8) }
    } ?? false
  }

  /// The files that no signature will cover: the specification leaves git's own names out.
  public var uncovered: [RelativePath] {
    tree.files.map(\.path).filter { $0 != signature && Self.isLeftOut($0) }
  }

  /// Digests every file.
  ///
  /// A symbolic link, a special file, and a name that is not UTF-8 or has control characters are
  /// refused: other verifiers could not read them back.
  public func digested(as name: String) throws(AttestationError) -> SignedFolder {
    if let entry = tree.irregular.first(where: { !Self.isLeftOut($0.path) }) {
      throw .unsignable(entry.path, reason: "is a \(entry.status.typeName)")
    }
    let files = covered
    for file in files where !Self.isPlain(file.path) {
      throw .unsignable(file.path, reason: "has a name that is not plain UTF-8 text")
    }
    guard !files.isEmpty else { throw .malformed("model folder", reason: "it holds no files") }
    var digests: [(path: RelativePath, digest: Digest)] = []
    let hasher = ParallelHasher([.sha256], progress: progress)
    for (file, result) in zip(files, hasher.hash(files, beneath: root)) {
      digests.append((file.path, try Self.digest(result)))
    }
    let own = signature?.text.map { [$0] } ?? []
    return SignedFolder(name: name, files: digests, ignoredPaths: SignedFolder.leftOut + own)
  }

  private static func isPlain(_ path: RelativePath) -> Bool {
    path.text != nil && !path.bytes.contains { $0 < 0x20 || $0 == 0x7f }
  }

  private static func digest(_ result: Result<FileDigests, FileError>) throws(AttestationError)
    -> Digest
  {
    switch result {
    case .failure(let error): throw .file(error)
    case .success(let digests):
      guard let digest = digests.digests.first else { throw .malformed("digest", reason: "none") }
      return digest
    }
  }

  /// Compares every file with what was signed.
  public func compare(with signed: SignedFolder) -> FolderComparison {
    var comparison = FolderComparison()
    var expected: [RelativePath: Digest] = [:]
    for file in signed.files { expected[file.path] = file.digest }
    let known = tree.files.filter { expected[$0.path] != nil }
    let digests: [@Sendable (Int64) -> any ByteDigest] =
      if let size = signed.pieceSize { [{ _ in PieceDigest(size: size) }] } else {
        [{ _ in StreamHasher(.sha256) }]
      }
    let results = ParallelHasher(digests: digests, progress: progress).hash(known, beneath: root)
    for (file, result) in zip(known, results) {
      switch result {
      case .failure(let error): comparison.unreadable.append(error)
      case .success(let found) where found.digests.first == expected[file.path]:
        comparison.same += 1
        comparison.bytes += found.size
      case .success: comparison.changed.append(file.path)
      }
      expected[file.path] = nil
    }
    comparison.missing = expected.keys.sorted()
    let signedPaths = Set(signed.files.map(\.path))
    // An empty file has no pieces, so that no statement about pieces can name it.
    comparison.extra = (tree.files + tree.irregular)
      .filter { signed.pieceSize == nil || $0.status.kind != .file || $0.status.size > 0 }
      .map(\.path).filter { !signedPaths.contains($0) && $0 != signature }
    let expectable = SignedFolder.leftOut + [SignedFolder.fileName, signature?.text ?? ""]
    comparison.hidden = signed.ignoredPaths.filter { path in
      !expectable.contains { $0.isSameText(as: path) }
    }
    return comparison
  }
}

/// What became of a folder since it was signed.
public struct FolderComparison: Sendable {
  /// How many files are as signed.
  public var same = 0
  /// The bytes of these.
  public var bytes: Int64 = 0
  /// Files with another content.
  public var changed: [RelativePath] = []
  /// Files that are gone, or are no regular files any more.
  public var missing: [RelativePath] = []
  /// Files that the signature does not cover.
  public var extra: [RelativePath] = []
  /// Paths that the signer wants nobody to look at, beyond what the specification leaves out.
  public var hidden: [String] = []
  /// Files that could not be read.
  public var unreadable: [FileError] = []
}
