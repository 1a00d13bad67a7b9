// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Manifests

/// What a commit holds of data that a manifest covers already.
struct TrackedData {
  /// Files that steer tools and are no data, also inside a dataset's folder.
  static let markers: Set<[UInt8]> = Set(
    [".gitignore", ".gitattributes", ".gitkeep", ".keep", ".dvcignore"].map { Array($0.utf8) })

  let tree: ObjectID

  /// The number of the dataset's files that are blobs of the commit.
  ///
  /// LFS pointers are not the data, and do not count; nor does what a list leaves out, such as the
  /// manifest itself.
  func count(of dataset: DatasetManifest, in repository: borrowing Repository)
    throws(GitError) -> Int
  {
    guard dataset.format != "lfs", !dataset.isKeptByGit,
      let entry = try repository.entry(at: dataset.path, in: tree)
    else { return 0 }
    guard entry.kind == .tree else { return try isData(entry, in: repository) ? 1 : 0 }
    var count = 0
    try repository.walk(tree: entry.id) { inner throws(GitError) in
      let isListed = dataset.record?.lists(inner.path) ?? true
      if isListed, try isData(inner, in: repository) { count += 1 }
      return true
    }
    return count
  }

  private func isData(_ entry: TreeEntry, in repository: borrowing Repository)
    throws(GitError) -> Bool
  {
    guard entry.isFile, !Self.markers.contains(Array(entry.path.name)) else { return false }
    return try !entry.isPointer(in: repository)
  }
}

extension TreeEntry {
  /// Whether it is a regular file.
  var isFile: Bool { kind == .file || kind == .executable }

  /// Whether it stands for a file that Git LFS keeps elsewhere.
  func isPointer(in repository: borrowing Repository) throws(GitError) -> Bool {
    try pointer(in: repository) != nil
  }

  /// What stands for a file that Git LFS keeps elsewhere; only small blobs are read.
  func pointer(in repository: borrowing Repository) throws(GitError) -> LFSPointer? {
    guard try repository.size(ofBlob: id) <= LFSPointer.byteLimit else { return nil }
    let text = try repository.blob(id, limit: LFSPointer.byteLimit)
    return try? LFSPointer(parsing: text)
  }
}
