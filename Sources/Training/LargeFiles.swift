// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import SystemPackage

/// Puts the content of Git LFS files where the commit has their pointers.
struct LargeFiles {
  /// `.git/lfs/objects`.
  let store: FilePath
  /// The worktree, where the content is when the store was pruned.
  let worktree: FilePath

  /// Writes the content of one pointer, proved by the pointer's own SHA-256.
  func place(
    _ pointer: LFSPointer, at path: RelativePath, into tree: FilePath, mode: FilePermissions
  )
    throws
  {
    let hex = pointer.digest.hex
    let object = store.appending(String(hex.prefix(2))).appending(
      String(hex.dropFirst(2).prefix(2))
    )
    .appending(hex)
    let target = tree.appending(path)
    for source in [object, worktree.appending(path)] {
      guard let status = try? FileStatus(source), status.kind == .file, status.size == pointer.size
      else { continue }
      try NewFile.copy(source, to: target, permissions: mode)
      if try digest(of: path, in: tree) == pointer.digest { return }
      try Folder.remove(target)
    }
    throw TrainingError.largeFileMissing(path, pointer.digest)
  }

  private func digest(of path: RelativePath, in tree: FilePath) throws -> Digest? {
    DatasetReader().read(path, in: try RootDirectory(tree)).files.first?.digests.first
  }
}
