// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// One output as a `.dvc` file or `dvc.lock` records it.
public struct DVCOutput: Sendable, Hashable {
  /// Which version of an object a remote with `version_aware` has of a file.
  public struct Version: Sendable, Hashable {
    /// The remote's name.
    public let remote: String
    /// Its entity tag, which is no digest.
    public let etag: String?
    /// The version of the object; opaque.
    public let versionID: String?
  }

  /// A file of a folder that is recorded file by file, as remotes that keep versions want it.
  public struct File: Sendable, Hashable {
    /// From the output's folder.
    public let path: RelativePath
    /// MD5; nil when it was never downloaded.
    public let digest: Digest?
    /// Bytes, when recorded.
    public let size: Int64?
    /// Where it is kept.
    public let versions: [Version]
  }

  /// What the digests are of.
  public enum Hash: Sendable, Hashable {
    /// The bytes; the cache is `files/md5`.
    case md5
    /// The text with LF line ends, written before DVC 3; the cache has no such folder.
    case dos2unix
    /// Something that is not known here.
    case other(String)
  }

  /// As it is written, from the stage's working directory.
  public let path: String
  /// The line of the entry.
  public let line: Int
  /// What the digests are of.
  public let hash: Hash
  /// MD5 of the file, or of the list of the folder's files; nil when nothing was downloaded.
  public let digest: Digest?
  /// Whether the digest is of a folder's list: it ends with `.dir`.
  public let isFolder: Bool
  /// Bytes, when recorded.
  public let size: Int64?
  /// The number of files in a folder, when recorded.
  public let fileCount: Int64?
  /// The files of a folder, when they are recorded one by one.
  public let files: [File]?
  /// Where a file is kept by remotes with versions.
  public let versions: [Version]
  /// Whether DVC keeps it in its cache; with `cache: false` git or nobody does.
  public let isCached: Bool
  /// Whether `dvc push` sends it to a remote; imports say `push: false`.
  public let isPushed: Bool
  /// The remote that it goes to instead of the default one.
  public let remote: String?
}

extension DVCOutput {
  /// The list of the folder's files in DVC's cache, from the cache's root.
  public var listPath: RelativePath? {
    guard isFolder, let digest else { return nil }
    return DVCLayout.key(digest, isFolder: true, isLegacy: hash != .md5)
  }

  /// What the entry says of the content; `name` is the file's when it is no folder.
  func coverage(of name: RelativePath) throws(ManifestError) -> DatasetManifest.Coverage {
    let kinds: [ContentDigest]
    switch hash {
    case .md5: kinds = [.plain(.md5)]
    case .dos2unix: kinds = DOS2UnixMD5.Decision.allCases.map(ContentDigest.dos2unix)
    case .other(let name): return .none(reason: "its hash '\(name)' is not known")
    }
    let missing = "it records no digest; 'dvc update' downloads the data and adds one"
    if let files {
      guard files.allSatisfy({ $0.digest != nil }) else { return .none(reason: missing) }
      return .content(try Self.listed(files, kinds))
    }
    guard let digest else { return .none(reason: missing) }
    guard isFolder else {
      return .content(
        try ListedRecord([.init(path: name, digest: digest, kinds: kinds, size: size)]))
    }
    return .content(
      DVCDirectoryRecord(
        digest: digest, digests: kinds, fileCount: fileCount.map(Int.init(clamping:)),
        byteCount: size, listPath: listPath))
  }

  private static func listed(_ files: [File], _ kinds: [ContentDigest]) throws(ManifestError)
    -> ListedRecord
  {
    try ListedRecord(
      files.compactMap { file in
        file.digest.map {
          ListedRecord.File(path: file.path, digest: $0, kinds: kinds, size: file.size)
        }
      })
  }
}
