// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import SystemPackage

/// Reads datasets beneath a worktree, and opens nothing outside of them.
public struct DatasetReader: Sendable {
  private let digests: [ContentDigest]
  private let progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?

  /// Chooses what is computed beside SHA-256, in the same reading.
  ///
  /// `progress` is told the bytes read so far and in all, at most ten times a second.
  public init(
    computing digests: [ContentDigest] = [],
    progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)? = nil
  ) {
    let sha256 = ContentDigest.plain(.sha256)
    self.digests = [sha256] + digests.filter { $0 != sha256 }
    self.progress = progress
  }

  /// Reads the file or folder at a path from the worktree's root.
  public func read(_ path: RelativePath, in worktree: borrowing RootDirectory) -> DatasetContent {
    do throws(FileError) {
      let status: FileStatus
      do throws(FileError) {
        status = try worktree.status(path)
      } catch  where error.errno == .noSuchFileOrDirectory {
        return content(.absent, DatasetListing(), [])
      }
      if status.kind == .directory {
        let root = try worktree.openDirectory(path)
        return hash(.folder, DatasetListing(of: root), root)
      }
      let listing = DatasetListing(single: path, status)
      guard let parent = path.parent else { return hash(.file, listing, worktree) }
      return hash(.file, listing, try worktree.openDirectory(parent))
    } catch {
      return content(.folder, DatasetListing(error), [])
    }
  }

  private func hash(
    _ shape: DatasetContent.Shape, _ listing: DatasetListing, _ root: borrowing RootDirectory
  ) -> DatasetContent {
    let total = listing.files.reduce(0) { $0 &+ $1.target.status.size }
    let makers = digests.map { kind in
      { @Sendable () -> any ByteDigest in kind.start() }
    }
    var meter: (@Sendable (Int64) -> Void)?
    if let progress { meter = { progress($0, total) } }
    let hasher = ParallelHasher(digests: makers, progress: meter)
    return content(shape, listing, hasher.hash(listing.files.map(\.target), beneath: root))
  }

  private func content(
    _ shape: DatasetContent.Shape, _ listing: DatasetListing,
    _ results: [Result<FileDigests, FileError>]
  ) -> DatasetContent {
    var files: [DatasetContent.File] = []
    var errors = listing.errors
    files.reserveCapacity(results.count)
    for (file, result) in zip(listing.files, results) {
      switch result {
      case .success(let read):
        files.append(.init(path: file.path, size: read.size, digests: read.digests))
      case .failure(let error): errors.append(error)
      }
    }
    return DatasetContent(
      shape: shape, digests: digests, files: files, irregular: listing.irregular, errors: errors)
  }
}
