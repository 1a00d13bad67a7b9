// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import SystemPackage

/// Reads datasets beneath a worktree, and opens nothing outside of them but the contents that
/// git-annex' links among their files name in the worktree's own store.
public struct DatasetReader: Sendable {
  private let digests: [ContentDigest]
  private let ignored: IgnoredNames?
  private let isSelective: Bool
  private let links: LinkPolicy
  private let cache: DigestCache?
  private let fresh: KnownDigests?
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
      cache: cache, fresh: nil, progress: progress)
  }

  /// `fresh` was read just before, by the same digests.
  init(
    computing digests: [ContentDigest], leavingOut ignored: IgnoredNames?, isSelective: Bool,
    links: LinkPolicy, cache: DigestCache?, fresh: KnownDigests?,
    progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?
  ) {
    let sha256 = ContentDigest.plain(.sha256)
    self.digests = [sha256] + digests.filter { $0 != sha256 }
    self.ignored = ignored
    (self.isSelective, self.links) = (isSelective, links)
    (self.cache, self.fresh) = (cache, fresh)
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
          links: links)
        return hash(.folder, listing, root, worktree)
      }
      let listing = DatasetListing(single: path, status, in: worktree)
      guard let parent = path.parent else { return hash(.file, listing, worktree, worktree) }
      return hash(.file, listing, try worktree.openDirectory(parent), worktree)
    } catch {
      return content(.folder, DatasetListing(error), [], [])
    }
  }

  private func hash(
    _ shape: DatasetContent.Shape, _ listing: DatasetListing, _ root: borrowing RootDirectory,
    _ worktree: borrowing RootDirectory
  ) -> DatasetContent {
    let own = listing.files.filter { !$0.isAnnexed }
    let annexed = listing.files.filter(\.isAnnexed)
    let cached = CachedHashing(cache, digests, fresh)
    var results = cached.hash(own, hasher(of:after:), beneath: root)
    if !annexed.isEmpty { results += hash(annexed, cached, worktree) }
    cached.save()
    return content(shape, listing, own + annexed, results)
  }

  private func hash(
    _ annexed: [DatasetListing.File], _ cached: CachedHashing,
    _ worktree: borrowing RootDirectory
  ) -> [Result<FileDigests, FileError>] {
    guard let store = AnnexStore(ofWorktree: worktree.path) else {
      let error = FileError(
        "open", worktree.path, .noSuchFileOrDirectory, detail: "git-annex' store is gone")
      return annexed.map { _ in .failure(error) }
    }
    return cached.hash(annexed, hasher(of:after:), beneath: store.root)
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
    if read.contains(where: \.isAnnexed) { files.sort { $0.path < $1.path } }
    // Links without their contents are names; nothing of the dataset is here.
    let isAbsent = files.isEmpty && errors.isEmpty && listing.irregular.isEmpty
    return DatasetContent(
      shape: isAbsent && !listing.absent.isEmpty ? .absent : shape, digests: digests, files: files,
      absent: listing.absent, irregular: listing.irregular, errors: errors)
  }
}
