// SPDX-License-Identifier: Apache-2.0

import Files

/// Hashes the files that a cache does not know, and keeps what comes of it.
final class CachedHashing {
  private let cache: DigestCache?
  private let digests: [ContentDigest]
  private let known: KnownDigests?
  private var limit: Int64?
  private var read: [FileDigests] = []
  private var done: Int64 = 0

  /// Without a cache, or where one of the digests has no place in it, every file is read.
  init(_ cache: DigestCache?, _ digests: [ContentDigest]) {
    let isKept = digests.allSatisfy { $0.name != nil }
    self.cache = isKept ? cache : nil
    self.digests = digests
    known = self.cache?.table(digests)
  }

  /// One result a file, in the same order; `hasher` is told the bytes to read, and those read so
  /// far.
  func hash(
    _ files: [DatasetListing.File], _ hasher: (Int64, Int64) -> ParallelHasher,
    beneath root: borrowing RootDirectory
  ) -> [Result<FileDigests, FileError>] {
    guard let cache, let known else { return hash(files.map(\.target), hasher, beneath: root) }
    var results = files.map { file in
      known.digests(of: file.target.status).map {
        Result<FileDigests, FileError>.success(
          FileDigests(digests: $0, status: file.target.status))
      }
    }
    let unknown = files.indices.filter { results[$0] == nil }
    if limit == nil, !unknown.isEmpty { limit = cache.startReading() }
    let fresh = hash(unknown.map { files[$0].target }, hasher, beneath: root)
    read += fresh.compactMap { try? $0.get() }
    for (index, result) in zip(unknown, fresh) { results[index] = result }
    return results.compactMap { $0 }
  }

  private func hash(
    _ files: [DirectoryTree.Entry], _ hasher: (Int64, Int64) -> ParallelHasher,
    beneath root: borrowing RootDirectory
  ) -> [Result<FileDigests, FileError>] {
    let bytes = files.reduce(0) { $0 &+ $1.status.size }
    defer { done &+= bytes }
    return hasher(bytes, done).hash(files, beneath: root)
  }

  /// Adds what was read to the cache.
  func save() {
    guard let cache, let limit else { return }
    cache.add(read, digests, unchangedSince: limit)
  }
}
