// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import SystemPackage

/// Reads datasets beneath a worktree, and opens nothing outside of them but the contents that links
/// of git-annex and of DVC among their files name in the stores of the worktree.
public struct DatasetReader: Sendable {
  private let digests: [ContentDigest]
  private let ignored: IgnoredNames?
  private let isSelective: Bool
  private let links: LinkPolicy
  private let cache: DigestCache?
  private let fresh: KnownDigests?
  private let manifest: DatasetManifest?
  private let progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?

  /// Chooses what is computed beside SHA-256, in the same reading.
  ///
  /// Names that are `ignored` are not looked at. Where `isSelective`, the dataset's own
  /// ``DatasetPatterns`` are obeyed: that is what native manifests, which list these patterns, are
  /// about. Files that the cache knows are not read; without one every byte is. `progress` is told
  /// the bytes read so far and to read, at most ten times a second.
  public init(
    computing digests: [ContentDigest] = [], leavingOut ignored: IgnoredNames? = nil,
    isSelective: Bool = false, links: LinkPolicy = .inside, cache: DigestCache? = nil,
    progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)? = nil
  ) {
    self.init(
      computing: digests, leavingOut: ignored, isSelective: isSelective, links: links,
      cache: cache, fresh: nil, manifest: nil, progress: progress)
  }

  /// `fresh` was read just before, by the same digests; `manifest` describes what is read.
  init(
    computing digests: [ContentDigest], leavingOut ignored: IgnoredNames?, isSelective: Bool,
    links: LinkPolicy, cache: DigestCache?, fresh: KnownDigests?, manifest: DatasetManifest?,
    progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?
  ) {
    let sha256 = ContentDigest.plain(.sha256)
    self.digests = [sha256] + digests.filter { $0 != sha256 }
    self.ignored = ignored
    (self.isSelective, self.links) = (isSelective, links)
    (self.cache, self.fresh, self.manifest) = (cache, fresh, manifest)
    self.progress = progress
  }

  /// Reads the file or folder at a path from the worktree's root.
  public func read(_ path: RelativePath, in worktree: borrowing RootDirectory) -> DatasetContent {
    do throws(FileError) {
      let status: FileStatus
      do throws(FileError) {
        status = try worktree.status(path)
      } catch  where error.errno == .noSuchFileOrDirectory {
        return content(.absent, DatasetListing(), [], [])
      }
      if status.kind == .directory {
        let root = try worktree.openDirectory(path)
        let listing = DatasetListing(
          of: root, at: path, in: worktree, leavingOut: ignored, isSelective: isSelective,
          links: links, manifest)
        return hash(.folder, listing, root)
      }
      let listing = DatasetListing(single: path, status, in: worktree, manifest)
      guard let parent = path.parent else { return hash(.file, listing, worktree) }
      return hash(.file, listing, try worktree.openDirectory(parent))
    } catch {
      return content(.folder, DatasetListing(error), [], [])
    }
  }

  private func hash(
    _ shape: DatasetContent.Shape, _ listing: DatasetListing, _ root: borrowing RootDirectory
  ) -> DatasetContent {
    var read = listing.files.filter { $0.store == nil }
    let cached = CachedHashing(cache, digests, fresh)
    var results = cached.hash(read, hasher(of:after:), beneath: root)
    for store in Set(listing.files.compactMap(\.store)) {
      let stored = listing.files.filter { $0.store == store }
      read += stored
      results += hash(stored, cached, in: store)
    }
    cached.save()
    return content(shape, listing, read, results)
  }

  private func hash(
    _ files: [DatasetListing.File], _ cached: CachedHashing, in store: FilePath
  ) -> [Result<FileDigests, FileError>] {
    do throws(FileError) {
      return cached.hash(files, hasher(of:after:), beneath: try RootDirectory(store))
    } catch {
      return files.map { _ in .failure(error) }
    }
  }

  /// Reads files of that many bytes, after as many as were read before.
  private func hasher(of bytes: Int64, after done: Int64) -> ParallelHasher {
    let makers = digests.map { kind in
      { @Sendable (size: Int64) -> any ByteDigest in kind.start(size: size) }
    }
    var meter: (@Sendable (Int64) -> Void)?
    if let progress { meter = { progress(done &+ $0, done &+ bytes) } }
    return ParallelHasher(digests: makers, progress: meter)
  }

  private func content(
    _ shape: DatasetContent.Shape, _ listing: DatasetListing, _ read: [DatasetListing.File],
    _ results: [Result<FileDigests, FileError>]
  ) -> DatasetContent {
    var files: [DatasetContent.File] = []
    var errors = listing.errors
    files.reserveCapacity(results.count)
    for (file, result) in zip(read, results) {
      switch result {
      case .success(let read):
        files.append(.init(path: file.path, size: read.size, digests: read.digests))
      case .failure(let error): errors.append(error)
      }
    }
    if read.contains(where: { $0.store != nil }) { files.sort { $0.path < $1.path } }
    // Links without their contents are names; nothing of the dataset is here.
    let isAbsent = files.isEmpty && errors.isEmpty && listing.irregular.isEmpty
    return DatasetContent(
      shape: isAbsent && !listing.absent.isEmpty ? .absent : shape, digests: digests, files: files,
      absent: listing.absent, irregular: listing.irregular, errors: errors)
  }
}
