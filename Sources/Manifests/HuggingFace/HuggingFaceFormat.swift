// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files

/// Snapshots of Hugging Face's hub, as its own client lays them out.
///
/// A *local folder* has what the hub said of each file in `.cache/huggingface/download`; the
/// `CACHEDIR.TAG` there (or `.gitignore`, in older ones) names it. A *cache* of one repository has
/// links to files that are named by their digests; `refs/main` there names it. Large files are
/// named by SHA-256, small ones by the id of their git blob, which is SHA-1 and no proof.
public struct HuggingFaceFormat: ManifestFormat {
  /// The format.
  public init() {}

  /// `huggingface`.
  public var name: String { "huggingface" }

  /// Its own.
  public var endings: [String] { ["CACHEDIR.TAG", ".gitignore", "main"] }

  /// None: the names are used for much else.
  public func claims(_ path: RelativePath) -> Bool { false }

  /// What names a local folder, and `refs/main` of a cache.
  public func mayBe(_ path: RelativePath) -> Bool {
    HuggingFaceFolder.cache(of: path) != nil
      || path.name.elementsEqual("main".utf8) && HuggingFaceCache.folder(of: path) != nil
  }

  /// The place decides.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    HuggingFaceFolder.cache(of: path) != nil || HuggingFaceCache.folder(of: path) != nil
  }

  /// The local folder, or the folder of one repository in a cache.
  public func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest] {
    let dataset: RelativePath
    let record: ListedRecord
    if let cache = HuggingFaceFolder.cache(of: path) {
      guard let folder = cache.parent?.parent else {
        throw ManifestError("the root of a repository cannot be a snapshot of the hub")
      }
      dataset = folder
      record = try HuggingFaceFolder.record(of: cache, in: surroundings)
    } else if let folder = HuggingFaceCache.folder(of: path) {
      dataset = folder
      record = try HuggingFaceCache.record(of: folder, revision: bytes, in: surroundings)
    } else {
      throw ManifestError("it is neither in '.cache/huggingface' nor below a repository's 'refs'")
    }
    return [
      DatasetManifest(manifest: path, format: name, path: dataset, coverage: .content(record))
    ]
  }
}

/// What the hub calls a version of a file: SHA-256 of its bytes, or the id of its git blob.
enum HuggingFaceTag {
  static func expectation(_ tag: some StringProtocol) -> ListedRecord.Expectation? {
    if let digest = Digest(.sha256, hex: tag) { return ListedRecord.Expectation(digest) }
    return Digest(.sha1, hex: tag).map { ListedRecord.Expectation($0, of: [.gitBlob]) }
  }
}

/// A folder that `hf download --local-dir` filled.
enum HuggingFaceFolder {
  private static let suffix = ".metadata"
  /// A commit, a tag of a version, a time: each far below this, in bytes.
  private static let metadataLimit = 4096

  /// The folder of metadata that a file stands in as one that names it.
  static func cache(of path: RelativePath) -> RelativePath? {
    guard let folder = path.parent, folder.lastComponent.text == "huggingface",
      folder.parent?.lastComponent.text == ".cache",
      [".gitignore", "CACHEDIR.TAG"].contains(path.lastComponent.text ?? "")
    else { return nil }
    return folder
  }

  static func record<Surroundings: ManifestSurroundings & ~Copyable>(
    of cache: RelativePath, in surroundings: borrowing Surroundings
  ) throws -> ListedRecord {
    let root = cache.appending(RelativePath(unchecked: Array("download".utf8)))
    var files: [ListedRecord.File] = []
    for path in try FolderWalk.paths(below: root, in: surroundings) {
      guard let inner = path.relative(to: root)?.removingSuffix(suffix),
        let bytes = try surroundings.read(path, limit: metadataLimit)
      else { continue }
      files.append(.init(path: inner, [try expectation(bytes, path)]))
    }
    return try ListedRecord(files, unlisted: UnlistedFiles(isOwn))
  }

  /// Lines of a commit, the tag of the file's version, and the time of the download.
  private static func expectation(_ bytes: [UInt8], _ path: RelativePath) throws(ManifestError)
    -> ListedRecord.Expectation
  {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 3, ObjectID(hex: lines[0]) != nil,
      let expectation = HuggingFaceTag.expectation(lines[1])
    else { throw ManifestError("'\(path)' does not say which version of its file was downloaded") }
    return expectation
  }

  private static func isOwn(_ path: RelativePath) -> Bool {
    path.bytes.starts(with: ".cache/huggingface/".utf8)
  }
}

/// A repository's folder in the client's cache: `datasets--OWNER--NAME`.
enum HuggingFaceCache {
  /// The folder that a file below its `refs` belongs to.
  static func folder(of path: RelativePath) -> RelativePath? {
    var current = path
    while let folder = current.parent {
      if current.lastComponent.text == "refs", current != path {
        let name = folder.lastComponent.text ?? ""
        let kinds = ["datasets--", "models--", "spaces--"]
        return kinds.contains(where: name.hasPrefix) ? folder : nil
      }
      current = folder
    }
    return nil
  }

  /// Every link of every snapshot, and the files that they lead to.
  static func record<Surroundings: ManifestSurroundings & ~Copyable>(
    of folder: RelativePath, revision: [UInt8], in surroundings: borrowing Surroundings
  ) throws -> ListedRecord {
    guard let commit = ObjectID(hex: String(decoding: revision, as: UTF8.self)) else {
      throw ManifestError("it does not hold the 40 digits of a commit")
    }
    let snapshots = folder.appending(RelativePath(unchecked: Array("snapshots".utf8)))
    var files: [RelativePath: ListedRecord.File] = [:]
    for path in try FolderWalk.paths(below: snapshots, in: surroundings) {
      guard let link = path.relative(to: folder) else { continue }
      let blob = try target(of: link, try surroundings.link(path))
      guard let name = blob.lastComponent.text, let expectation = HuggingFaceTag.expectation(name)
      else { throw ManifestError("'\(blob)' is not named by a digest") }
      for path in [link, blob] { files[path] = .init(path: path, [expectation]) }
    }
    let current = RelativePath(unchecked: Array("snapshots/\(commit)".utf8))
    guard files.keys.contains(where: { $0.isAtOrBelow(current) }) else {
      throw ManifestError("the snapshot \(commit) that it names has no file")
    }
    return try ListedRecord(Array(files.values), unlisted: UnlistedFiles(isOwn))
  }

  /// The file below `blobs` that a link leads to.
  private static func target(of link: RelativePath, _ text: [UInt8]?) throws(ManifestError)
    -> RelativePath
  {
    guard let text else { throw ManifestError("'\(link)' is no link to a file named by a digest") }
    let components = try RelativePathResolution.components(
      String(decoding: text, as: UTF8.self), from: link.components.dropLast(), 1)
    let joined = Array(components.joined(separator: [UInt8(ascii: "/")]))
    guard let blob = RelativePath(bytes: joined), blob.parent?.text == "blobs" else {
      throw ManifestError("the link '\(link)' does not lead into 'blobs'")
    }
    return blob
  }

  private static func isOwn(_ path: RelativePath) -> Bool {
    [".no_exist/", "refs/", "trees/"].contains { path.bytes.starts(with: $0.utf8) }
  }
}
