// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import GitAccess
public import Manifests

/// A dataset as one commit versions it.
public enum CommittedDataset: Sendable {
  /// A manifest of the commit describes it.
  case manifest(DatasetManifest, blob: ObjectID)
  /// The commit has its files.
  case git(GitDataset)
  /// The commit knows nothing of it.
  case none

  /// Finds what versions a path.
  ///
  /// A named manifest is the only one that counts. Without one, a manifest beside the path or
  /// beside a folder above it is taken, then the path's own blobs, then a list or a signature beside
  /// it, which may be about blobs, too.
  public init(
    at path: RelativePath, manifest: RelativePath?, tree: ObjectID,
    of repository: borrowing Repository
  ) throws {
    if let manifest {
      try Self.refuseLink(manifest, in: tree, of: repository)
      self = try Self.read(manifest, for: path, tree: tree, of: repository) ?? .none
      return
    }
    if let found = try Self.first(Self.certain(for: path), for: path, tree: tree, of: repository) {
      self = found
    } else if let dataset = try GitDataset(at: path, tree: tree, of: repository) {
      self = .git(dataset)
    } else {
      let lists = Self.lists(beside: path)
      self = try Self.first(lists, for: path, tree: tree, of: repository) ?? .none
    }
  }

  private static func first(
    _ candidates: [RelativePath], for path: RelativePath, tree: ObjectID,
    of repository: borrowing Repository
  ) throws -> CommittedDataset? {
    for candidate in candidates {
      if let found = try unnamed(candidate, for: path, tree: tree, of: repository) { return found }
    }
    return nil
  }

  /// Where a manifest of a path may stand that nobody named, nearest first: beside it or a folder
  /// above it, or the record of a pipeline that made it.
  public static func candidates(for path: RelativePath) -> [RelativePath] {
    certain(for: path) + lists(beside: path)
  }

  private static func certain(for path: RelativePath) -> [RelativePath] {
    var candidates: [RelativePath] = []
    var folder: RelativePath? = path
    while let current = folder {
      candidates += manifests(beside: current)
      folder = current.parent
      let lock = (folder.map { $0.bytes + [UInt8(ascii: "/")] } ?? []) + Array("dvc.lock".utf8)
      candidates += [RelativePath(bytes: lock)].compactMap { $0 }
    }
    // A list at the root is of what it names, and of no folder.
    return candidates + listsAtRoot
  }

  /// Lists and signatures that are named after a path, with suffixes that stand for much else.
  private static func lists(beside path: RelativePath) -> [RelativePath] {
    [".sha512", ".b3", ".sha1", ".md5", ".sig"]
      .compactMap { RelativePath(bytes: path.bytes + Array($0.utf8)) }
  }

  private static let listsAtRoot =
    ["SHA256SUMS", "SHA512SUMS", "B3SUMS"].compactMap { RelativePath($0) }

  /// Where the manifest of a path stands when it is named after it, or has a name of its own in it.
  public static func manifests(beside path: RelativePath) -> [RelativePath] {
    [".sha256", ".dvc", ".s3.json", "/SHA256SUMS", "/SHA512SUMS", "/B3SUMS", "/bagit.txt"]
      .compactMap { RelativePath(bytes: path.bytes + Array($0.utf8)) }
  }

  /// A link is not read through, and is not the same as no manifest: it was committed.
  ///
  /// One of git-annex is a file like its others.
  private static func refuseLink(
    _ manifest: RelativePath, in tree: ObjectID, of repository: borrowing Repository
  ) throws {
    guard let entry = try repository.entry(at: manifest, in: tree), entry.kind == .symbolicLink,
      AnnexPointer.key(ofLink: try repository.blob(entry.id, limit: 4096)) == nil
    else { return }
    throw ManifestError("it is a symbolic link, and manifests are files", in: manifest)
  }

  /// What a manifest says that nobody named; nil when it is about something else.
  private static func unnamed(
    _ manifest: RelativePath, for path: RelativePath, tree: ObjectID,
    of repository: borrowing Repository
  ) throws -> CommittedDataset? {
    let isAtRoot = listsAtRoot.contains(manifest)
    if NativeFormat.dataset(of: manifest) == path {
      try refuseLink(manifest, in: tree, of: repository)
    }
    do {
      let found = try read(manifest, for: path, tree: tree, of: repository)
      if isAtRoot, case .manifest(let dataset, _) = found, !dataset.names(path) { return nil }
      return found
    } catch DatasetError.describesOther {
      // A `data.dvc` may stand there for another folder than `data`.
      return nil
    } catch is ManifestError where isAtRoot || !ManifestFormats.claims(manifest) {
      // Far from the data, or with such a name, it need not be meant for it, nor be a list at all.
      return nil
    } catch DatasetError.noDigest where !ManifestFormats.claims(manifest) {
      return nil
    }
  }

  private static func read(
    _ manifest: RelativePath, for path: RelativePath, tree: ObjectID,
    of repository: borrowing Repository
  ) throws -> CommittedDataset? {
    guard let entry = try repository.entry(at: manifest, in: tree),
      entry.kind == .file || entry.kind == .executable
    else { return nil }
    let bytes = try repository.manifest(entry)
    let surroundings = CommittedSurroundings(tree: tree, of: repository)
    let found = try ManifestFormats.datasets(in: bytes, at: manifest, beside: surroundings)
    guard let datasets = found else {
      throw ManifestError("it is no known kind of manifest", in: manifest)
    }
    guard let dataset = datasets.first(where: { path.isAtOrBelow($0.path) }) else {
      throw DatasetError.describesOther(
        manifest: manifest, described: datasets.map(\.path), wanted: path)
    }
    if case .none(let reason) = dataset.coverage {
      throw DatasetError.noDigest(manifest: manifest, reason: reason)
    }
    return .manifest(try dataset.adding(filesOf: tree, of: repository), blob: entry.id)
  }

  /// The native dataset digest, when the commit alone says it.
  ///
  /// Nil for a manifest in another hash function, such as DVC's MD5 or git-annex' SHA-512: there the
  /// bytes are needed.
  public func digest(from repository: borrowing Repository) throws -> Digest? {
    try nativeManifest(from: repository)?.datasetDigest
  }

  /// Every file with its SHA-256, when the commit alone says it.
  public func nativeManifest(from repository: borrowing Repository) throws -> NativeManifest? {
    switch self {
    case .manifest(let dataset, _): (dataset.record as? NativeRecord)?.manifest
    case .git(let dataset):
      dataset.files.contains(where: \.hasOtherDigest)
        ? nil : try dataset.manifest(from: repository)
    case .none: nil
    }
  }
}

extension DatasetManifest {
  /// Whether its list has a file at a path or below it; a record without a list says nothing else.
  fileprivate func names(_ place: RelativePath) -> Bool {
    guard let inner = place.relative(to: path) else { return true }
    let listed = (record as? CommittedRecord)?.manifest ?? record
    return listed?.recordedFiles?.contains { $0.path.isAtOrBelow(inner) } ?? true
  }
}
