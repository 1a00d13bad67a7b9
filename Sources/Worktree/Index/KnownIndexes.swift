// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
public import SystemPackage

/// What was found out about large indexes that were not written again since.
///
/// The tree that an index would be committed as is kept when its checksum was right and no two of
/// its paths were twins; then neither has to be found out again.
public struct KnownIndexes: Sendable {
  /// The index of each linked worktree, and a few that were written meanwhile.
  private static let recordLimit = 256
  private static let treeSize = 20

  private let cache: StatusCache

  /// Opens the list in a file; nil where such a list proves nothing.
  ///
  /// `quietFor` is told as for `KnownFolders`.
  public init?(_ file: FilePath, quietFor: Int64 = StatusCache.clockStep) {
    let cache = StatusCache(
      file, kind: "indexes", payloadSize: Self.treeSize, limit: Self.recordLimit,
      quietFor: quietFor)
    guard let cache else { return nil }
    self.cache = cache
  }

  /// The tree of an index whose file has this status.
  func tree(of status: FileStatus) -> ObjectID? {
    cache.table.find(status).map { record in
      cache.table.withPayload(of: record) { bytes in
        ObjectID(unchecked: bytes.indices.map { bytes[$0] })
      }
    }
  }

  /// Keeps what a scan found out, unless it is known or soon found out again.
  func add(_ index: GitIndex, _ report: WorktreeReport) {
    guard index.isLarge, index.knownTree == nil, report.twins.isEmpty, let status = index.status,
      let tree = report.indexTree
    else { return }
    var records = StatusRecords(payloadSize: Self.treeSize)
    records.append(status, tree.bytes.span)
    cache.add(records)
  }
}
