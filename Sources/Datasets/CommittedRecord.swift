// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import GitAccess
public import Manifests

/// A dataset that a manifest describes and in whose folder the commit has files of its own.
///
/// A `README` beside a list of checksums is versioned by git. What the manifest does not list may
/// be there when the commit has it, with the same bytes.
public struct CommittedRecord: DatasetRecord {
  /// What the manifest says by itself.
  let manifest: any DatasetRecord
  private let committed: [RelativePath: ListedRecord.Expectation]

  /// Adds the commit's files in the dataset's folder to what its manifest says.
  ///
  /// Nil when there are none. A native manifest lists everything, and stays what it is.
  init?(
    _ manifest: any DatasetRecord, at path: RelativePath, tree: ObjectID,
    of repository: borrowing Repository
  ) throws {
    guard !(manifest is NativeRecord), let entry = try repository.entry(at: path, in: tree),
      entry.kind == .tree
    else { return nil }
    var committed: [RelativePath: ListedRecord.Expectation] = [:]
    try repository.walk(tree: entry.id) { entry throws(GitError) in
      if entry.kind == .file || entry.kind == .executable, manifest.lists(entry.path) == false {
        committed[entry.path] = try Self.expectation(entry.id, of: repository)
      }
      return true
    }
    if committed.isEmpty { return nil }
    self.manifest = manifest
    self.committed = committed
  }

  private static func expectation(_ blob: ObjectID, of repository: borrowing Repository)
    throws(GitError) -> ListedRecord.Expectation?
  {
    if try repository.size(ofBlob: blob) <= LFSPointer.byteLimit {
      let pointer = try? LFSPointer(parsing: try repository.blob(blob))
      if let pointer, pointer.extensions.isEmpty { return .init(pointer.digest) }
    }
    return Digest(.sha1, bytes: blob.bytes).map { .init($0, of: [.gitBlob]) }
  }

  /// Those of the manifest, and the id of a blob.
  public var digests: [ContentDigest] {
    manifest.digests.contains(.gitBlob) ? manifest.digests : manifest.digests + [.gitBlob]
  }
  /// The manifest's.
  public var fileCount: Int? { manifest.fileCount }
  /// The manifest's.
  public var byteCount: Int64? { manifest.byteCount }
  /// The manifest's: what the commit has itself is as safe as the commit.
  public var isCollisionResistant: Bool { manifest.isCollisionResistant }

  /// Whether the manifest lists it.
  public func lists(_ path: RelativePath) -> Bool? { manifest.lists(path) }

  /// The manifest's.
  public func files(recordedFor manifest: RelativePath, in worktree: borrowing RootDirectory)
    -> ListedRecord?
  { self.manifest.files(recordedFor: manifest, in: worktree) }

  /// Those of the manifest, but for files that the commit has.
  public func differences(from content: DatasetContent) -> [DatasetDifference] {
    manifest.differences(from: content).compactMap { difference in
      guard difference.kind == .extra, let path = difference.path,
        let expectation = committed[path]
      else { return difference }
      guard let file = content.file(at: path) else { return difference }
      let found = expectation.kinds.compactMap { content.digest($0, of: file) }.first
      if found == expectation.digest { return nil }
      return DatasetDifference(
        .changed(
          recorded: "\(expectation.digest) in the commit",
          actual: found?.description ?? "no digest"), at: path)
    }
  }
}

extension DatasetManifest {
  /// With what the commit has in the dataset's folder beside what the manifest lists.
  public func adding(filesOf tree: ObjectID, of repository: borrowing Repository) throws
    -> DatasetManifest
  {
    guard let record, let whole = try CommittedRecord(record, at: path, tree: tree, of: repository)
    else { return self }
    return replacingRecord(by: whole)
  }
}
