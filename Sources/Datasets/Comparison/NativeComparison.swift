// SPDX-License-Identifier: Apache-2.0

import Files
import GitAccess
import Manifests

/// A dataset with a native manifest in both of two commits.
///
/// One of the texts is kept, with where its lines start; the other passes by it, and of both only
/// what differs remains.
struct NativeComparison {
  let delta: DatasetDelta

  /// Nil when the file is no native manifest in both; throws when one of them cannot be read.
  init?(_ file: TreeDifference.File, of repository: borrowing Repository) throws {
    guard let old = file.old, let new = file.new, old.kind.isFile, new.kind.isFile,
      let path = NativeFormat.dataset(of: file.path)
    else { return nil }
    let manifest = try Self.read(old, of: repository)
    var comparison = ManifestComparison(since: manifest)
    try Self.check(new, of: repository)
    try repository.withPieces(ofBlob: new.id) { try comparison.add($0) }
    try comparison.finish()
    let version = { DatasetDelta.Version(native: file.path, fileCount: $0) }
    delta = DatasetDelta(
      path: path, old: version(manifest.count), new: version(comparison.count),
      comparison.changes)
  }

  private static func read(_ entry: TreeEntry, of repository: borrowing Repository) throws
    -> NativeManifest
  {
    var text: [UInt8] = []
    text.reserveCapacity(try check(entry, of: repository))
    try repository.withPieces(ofBlob: entry.id) { text += $0 }
    return try NativeRecord(NativeManifest(parsing: text)).manifest
  }

  /// The size of a manifest, which is bounded before it is unpacked.
  @discardableResult
  private static func check(_ entry: TreeEntry, of repository: borrowing Repository) throws -> Int {
    let size = try repository.size(ofBlob: entry.id)
    guard size <= NativeManifest.byteLimit else {
      throw ManifestError("it is larger than \(NativeManifest.byteLimit) bytes", in: entry.path)
    }
    return size
  }
}

extension DatasetDelta.Version {
  fileprivate init(native manifest: RelativePath, fileCount: Int) {
    self.init(
      manifest: manifest, format: NativeFormat().name, isCovered: true, fileCount: fileCount,
      byteCount: nil)
  }
}

extension TreeEntry.Kind {
  fileprivate var isFile: Bool { self == .file || self == .executable }
}
