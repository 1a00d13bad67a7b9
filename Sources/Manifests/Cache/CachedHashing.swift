// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// Hashes the files that nothing is known of, and keeps what comes of it.
final class CachedHashing {
  private let cache: DigestCache?
  private let digests: [ContentDigest]
  private let known: [KnownDigests]
  private var limit: Int64?
  private var read: StatusRecords
  private var done: Int64 = 0

  /// `fresh` was read just before.
  ///
  /// Without a cache, or where one of the digests has no place in it, every other file is read.
  init(_ cache: DigestCache?, _ digests: [ContentDigest], _ fresh: KnownDigests? = nil) {
    let isKept = digests.allSatisfy { $0.name != nil }
    self.cache = isKept ? cache : nil
    self.digests = digests
    known = [fresh, self.cache?.table(digests)].compactMap { $0 }.filter { !$0.isEmpty }
    read = StatusRecords(payloadSize: DigestLayout(digests).payloadSize)
  }

  /// One result a file, in the same order; `hasher` is told the bytes to read, and those read so
  /// far.
  func hash(
    _ files: [DatasetListing.File], _ hasher: (Int64, Int64) -> ParallelHasher,
    beneath root: borrowing RootDirectory
  ) -> [Result<FileDigests, FileError>] {
    if known.isEmpty, cache == nil { return hash(files.map(\.target), hasher, beneath: root) }
    var results = files.map { file in digests(of: file.target.status) }
    let unknown = files.indices.filter { results[$0] == nil }
    if limit == nil, !unknown.isEmpty { limit = cache?.startReading() }
    let fresh = hash(unknown.map { files[$0].target }, hasher, beneath: root)
    for (index, result) in zip(unknown, fresh) {
      results[index] = result
      if let limit, let file = try? result.get() { keep(file, unchangedSince: limit) }
    }
    return results.compactMap { $0 }
  }

  private func digests(of status: FileStatus) -> Result<FileDigests, FileError>? {
    for known in known {
      guard let digests = known.digests(of: status) else { continue }
      return .success(FileDigests(digests: digests, status: status))
    }
    return nil
  }

  private func hash(
    _ files: [DirectoryTree.Entry], _ hasher: (Int64, Int64) -> ParallelHasher,
    beneath root: borrowing RootDirectory
  ) -> [Result<FileDigests, FileError>] {
    let bytes = files.reduce(0) { $0 &+ $1.status.size }
    defer { done &+= bytes }
    return hasher(bytes, done).hash(files, beneath: root)
  }

  private func keep(_ file: FileDigests, unchangedSince limit: Int64) {
    guard max(file.status.modified, file.status.changed) < limit else { return }
    let payload = file.digests.flatMap(\.bytes)
    read.append(file.status, payload.span)
  }

  /// Adds what was read to the cache.
  func save() { cache?.add(read, digests) }
}
