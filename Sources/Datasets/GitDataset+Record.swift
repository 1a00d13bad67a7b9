// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
public import GitAccess
public import Manifests

extension GitDataset {
  /// `annex` when git-annex keeps any of its files, `lfs` when Git LFS does, else `git`.
  public var format: String {
    if files.contains(where: { $0.annexKey != nil }) { return "annex" }
    return files.contains(where: \.isLargeFile) ? "lfs" : "git"
  }

  /// Every file with the digest that the commit knows it by; a link counts as what it leads to.
  public func record(from repository: borrowing Repository) throws -> ListedRecord {
    var known: [RelativePath: ListedRecord.File] = [:]
    var links = LinkMap()
    for file in files {
      known[file.path] = try Self.listed(file, from: repository)
      if case .link(let text) = file.content { links.add(file.path, to: text) }
    }
    return try ListedRecord(
      files.map { file in
        guard case .inside(let end?) = links.resolve(file.path), let target = known[end] else {
          throw DatasetError.linkLeavesDataset(file.path, target: file.linkText)
        }
        return target.renamed(file.path)
      })
  }

  /// The dataset as a manifest of its own, which stands where the files do.
  public func described(from repository: borrowing Repository) throws -> DatasetManifest {
    DatasetManifest(
      manifest: path, format: format, path: path,
      coverage: .content(try record(from: repository)))
  }

  /// The native manifest of the files, out of blobs, pointers and keys alone.
  ///
  /// An annexed file whose key holds another digest than SHA-256 is an error: its bytes are needed.
  public func manifest(from repository: borrowing Repository) throws -> NativeManifest {
    if let other = files.first(where: \.hasOtherDigest), let digest = other.annexKey?.digest {
      throw DatasetError.otherDigest(other.path, digest.algorithm)
    }
    return try NativeManifest(
      try record(from: repository).files.flatMap { file in
        file.expectations.map { .init(path: file.path, digest: $0.digest) }
      })
  }

  private static func listed(_ file: CommittedFile, from repository: borrowing Repository)
    throws(GitError) -> ListedRecord.File?
  {
    switch file.content {
    case .blob(let id):
      ListedRecord.File(
        path: file.path, digest: try repository.sha256(ofBlob: id), kinds: [.plain(.sha256)],
        size: Int64(try repository.size(ofBlob: id)))
    case .largeFile(let pointer, let blob):
      ListedRecord.File(
        path: file.path, digest: pointer.digest, kinds: [.plain(.sha256)], size: pointer.size,
        placeholder: try repository.sha256(ofBlob: blob))
    case .annexed(let key, let blob):
      if let digest = key.digest {
        ListedRecord.File(
          path: file.path, digest: digest, kinds: [.plain(digest.algorithm)], size: key.size,
          placeholder: try blob.map { blob throws(GitError) in
            try repository.sha256(ofBlob: blob)
          })
      } else {
        nil
      }
    case .link: nil
    }
  }
}

extension CommittedFile {
  /// The key, when git-annex keeps the content.
  public var annexKey: AnnexKey? {
    if case .annexed(let key, _) = content { key } else { nil }
  }

  /// Whether Git LFS keeps the content.
  var isLargeFile: Bool { if case .largeFile = content { true } else { false } }

  /// Whether the commit knows it by another digest than SHA-256.
  var hasOtherDigest: Bool { annexKey?.digest.map { $0.algorithm != .sha256 } ?? false }
}
