// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

/// Large datasets that were proved to be as their native manifests say, and not touched since.
///
/// Of such a dataset neither the manifest is read, nor what is known of its files' digests: that
/// nothing was touched is enough. A seal is made when the digests of all files were known and all
/// folders, so it says nothing that they do not say; it only says it faster. It is kept beside them
/// and can be deleted at any time.
public struct DatasetSeals: Sendable {
  /// A smaller dataset is read as fast.
  private static let minimum = 4096
  /// About two million files.
  private static let byteLimit = 1 << 27
  /// Datasets that share a place take it from each other.
  private static let places: UInt8 = 64

  private let folder: FilePath
  private let cache: DigestCache
  private let minimum: Int
  /// A manifest must not have been changed since, so that a later change gives it another time.
  private let quietSince: Int64

  /// Keeps seals beside the digests that they stand for.
  public init(beside cache: DigestCache) { self.init(beside: cache, minimum: Self.minimum) }

  init(beside cache: DigestCache, minimum: Int, quietFor: Int64 = DigestCache.clockStep) {
    (self.cache, self.minimum) = (cache, minimum)
    folder = cache.seen.appending("trees")
    quietSince = FileClock.ours &- quietFor
  }

  /// The seal on a native manifest's dataset, as long as the manifest was not touched.
  ///
  /// Where there is none, the digests will be asked for, and begin to be read.
  func seal(of manifest: RelativePath, in worktree: borrowing RootDirectory) -> SealedDataset? {
    let place = place(of: manifest, worktree.path)
    guard let status = try? worktree.status(manifest),
      let bytes = try? SmallFile.read(place, limit: Self.byteLimit, followLink: false),
      let tree = TreeSeal(parsing: bytes),
      let sealed = SealedDataset(tree, manifest, status)
    else {
      cache.prepare()
      return nil
    }
    return sealed
  }

  /// Keeps a seal when it is worth it, and the manifest had its status for some time.
  func add(
    _ dataset: DatasetManifest, _ digest: Digest, _ total: ManifestSweep.Total,
    _ blocks: [TreeSeal.Block], in worktree: borrowing RootDirectory
  ) {
    guard let status = dataset.manifestStatus, total.files >= minimum,
      max(status.modified, status.changed) < quietSince,
      let text = TreeSeal.text(
        SealedDataset.claim(dataset.manifest, status, digest, total), blocks),
      text.count <= Self.byteLimit
    else { return }
    let place = place(of: dataset.manifest, worktree.path)
    do throws(FileError) {
      try Folder.create(folder)
      var file = try AtomicFile(replacing: place, permissions: .ownerReadWrite)
      try file.write(text)
      // Nobody waits for the disk: what a power cut leaves is not believed.
      try file.commitUnflushed()
    } catch {
      // It will be proved once more.
      return
    }
  }

  private func place(of manifest: RelativePath, _ worktree: FilePath) -> FilePath {
    let name = Digest.of(worktree.appending(manifest).byteArray).bytes.first ?? 0
    return folder.appending("\(name % Self.places)")
  }
}

/// What is known of a dataset as long as nothing of it is touched.
public struct SealedDataset: Sendable {
  let tree: TreeSeal
  let digest: Digest
  private let total: ManifestSweep.Total

  /// The number of files that the manifest lists.
  public var fileCount: Int { total.files }
  /// The sum of their sizes.
  public var byteCount: Int64 { total.bytes }

  /// Nil when the seal is on something else than this manifest with this status.
  fileprivate init?(_ tree: TreeSeal, _ manifest: RelativePath, _ status: FileStatus) {
    let fields = tree.claim.split(separator: UInt8(ascii: " "), maxSplits: 3)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 4, let digest = Digest(.sha256, hex: fields[0]),
      let files = Int(fields[1]), let bytes = Int64(fields[2])
    else { return nil }
    (self.tree, self.digest, total) = (tree, digest, .init(files: files, bytes: bytes))
    guard tree.claim.elementsEqual(Self.claim(manifest, status, digest, total)) else { return nil }
  }

  fileprivate static func claim(
    _ manifest: RelativePath, _ status: FileStatus, _ digest: Digest, _ total: ManifestSweep.Total
  ) -> [UInt8] {
    let seen = [Int64(bitPattern: status.device), Int64(bitPattern: status.inode), status.size]
    let numbers = seen + [status.modified, status.changed]
    let text = "\(digest.hex) \(total.files) \(total.bytes) "
    return Array((text + numbers.map { "\($0) " }.joined()).utf8) + manifest.bytes
  }
}
