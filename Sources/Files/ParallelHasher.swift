// SPDX-License-Identifier: Apache-2.0

public import Digests
import SystemPackage

/// Digests many files on all processors, in constant memory.
///
/// Large files go first, the largest leading, so that no processor is left alone with one at the
/// end; then the small ones in the order given, folder by folder. Files are read, not mapped: a
/// mapped file that shrinks would kill the process.
public struct ParallelHasher: Sendable {
  private let makers: [@Sendable (Int64) -> any ByteDigest]
  private let threads: Int
  private let progress: (@Sendable (Int64) -> Void)?

  /// Chooses the digests that one reading computes, each made for a file's size, and how many files are read at once: one a
  /// processor when `threads` is nil.
  ///
  /// `progress` is called with the bytes read so far, at most ten times a second and never twice
  /// at once, from any thread.
  public init(
    digests: [@Sendable (Int64) -> any ByteDigest], threads: Int? = nil,
    progress: (@Sendable (Int64) -> Void)? = nil
  ) {
    makers = digests
    self.threads = max(1, threads ?? Threads.processors)
    self.progress = progress
  }

  /// Chooses standard hash functions.
  public init(
    _ algorithms: [DigestAlgorithm] = [.sha256], threads: Int? = nil,
    progress: (@Sendable (Int64) -> Void)? = nil
  ) {
    self.init(
      digests: algorithms.map { algorithm in { _ in StreamHasher(algorithm) } }, threads: threads,
      progress: progress)
  }

  /// Digests regular files beneath a root.
  ///
  /// A file that cannot be read, or whose size, inode or times are not those of its entry once it
  /// was read, is an error. There is one result a file, in the same order.
  public func hash(_ files: [DirectoryTree.Entry], beneath root: borrowing RootDirectory)
    -> [Result<FileDigests, FileError>]
  {
    let queue = WorkQueue(sizes: files.map(\.status.size))
    let meter = progress.map { ProgressMeter($0) }
    let (descriptor, path, makers) = (root.descriptor, root.path, makers)
    return unsafe [Result<FileDigests, FileError>](unsafeUninitializedCapacity: files.count) {
      // The queue gives each index out once, so no two threads write the same element.
      nonisolated(unsafe) let results = unsafe $0
      Threads.run(min(threads, files.count)) {
        var digester = FileDigester(descriptor, path, makers)
        while let share = queue.next() {
          for index in share {
            let result = digester.digest(files[index]) { meter?.add($0) }
            unsafe results.initializeElement(at: index, to: result)
          }
        }
      }
      $1 = files.count
    }
  }
}
