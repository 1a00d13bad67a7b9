// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// A folder as DVC records it: MD5 of a list of its files, which stands in DVC's cache.
///
/// The list is made again from the files here, so the cache is not needed. Without it the record
/// tells that something changed, not which file.
public struct DVCDirectoryRecord: DatasetRecord {
  /// MD5 of the list.
  public let digest: Digest
  /// What the list has of each file: MD5, or in old entries the two readings of dos2unix.
  public let digests: [ContentDigest]
  /// The number of files, when it is recorded.
  public let fileCount: Int?
  /// The sum of the sizes, when it is recorded.
  public let byteCount: Int64?
  /// The list in the cache, from the cache's root.
  public let listPath: RelativePath?

  /// The dataset as a whole, when no list that could be made is the recorded one.
  public func differences(from content: DatasetContent) -> [DatasetDifference] {
    guard content.shape == .folder else {
      return [.init(.changed(recorded: "a folder", actual: "a file"), at: nil)]
    }
    let lists = digests.map { kind in
      DVCDirectoryList(
        content.files.compactMap { file in
          content.digest(kind, of: file).map { (file.path, $0) }
        })
    }
    let found = lists.map { Digest.of($0.bytes, .md5) }
    if found.contains(digest), agrees(content.byteCount) { return [] }
    return [summary(content, found.first ?? Digest.of([], .md5))]
  }

  /// Whether a folder with the recorded list may have that many bytes.
  ///
  /// The readings of dos2unix do not see other line ends, so the sum of the sizes has to agree too;
  /// MD5 of the bytes as they are leaves nothing to ask.
  func agrees(_ byteCount: Int64) -> Bool {
    digests == [.plain(.md5)] || self.byteCount.map { $0 == byteCount } ?? true
  }

  private func summary(_ content: DatasetContent, _ found: Digest) -> DatasetDifference {
    let recorded = [fileCount.map { "\($0) files" }, byteCount.map { "\($0) bytes" }, "\(digest)"]
    let actual = "\(content.files.count) files, \(content.byteCount) bytes, \(found)"
    return DatasetDifference(
      .changed(recorded: recorded.compactMap { $0 }.joined(separator: ", "), actual: actual),
      at: nil)
  }
}
