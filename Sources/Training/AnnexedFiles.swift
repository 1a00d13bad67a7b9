// SPDX-License-Identifier: Apache-2.0

import Datasets
import Digests
import Files
import Manifests
import SystemPackage

/// Puts the contents that git-annex keeps where the commit has links and pointers to them.
///
/// Only a pipeline's own data is fetched, as a repository may hold far more than one training reads;
/// everywhere else a link remains that leads nowhere.
struct AnnexedFiles {
  /// `.git/annex/objects`.
  let store: FilePath
  /// The worktree, which has the content of unlocked files.
  let worktree: FilePath

  /// Copies the contents of a dataset's annexed files; whether they are what their keys say is for
  /// the verification of the data to tell.
  func place(_ dataset: GitDataset, into tree: FilePath) throws {
    for file in dataset.files {
      guard let key = file.annexKey else { continue }
      try place(key, at: dataset.isFolder ? dataset.path.appending(file.path) : dataset.path, tree)
    }
  }

  private func place(_ key: AnnexKey, at path: RelativePath, _ tree: FilePath) throws {
    let sources = key.objectPaths.map { store.appending($0) } + [worktree.appending(path)]
    let source = sources.first { source in
      guard let status = try? FileStatus(source), status.kind == .file else { return false }
      return key.size.map { $0 == status.size } ?? true
    }
    guard let source else {
      throw TrainingError.annexedFileMissing(path, key: key.description)
    }
    let target = tree.appending(path)
    try Folder.remove(target)
    try NewFile.copy(source, to: target, permissions: .readOnly)
  }
}

extension AnnexKey {
  /// The text of a locked file's link that stands at a place.
  func link(at place: RelativePath) -> [UInt8] {
    let up = Array(repeating: Array("../".utf8), count: place.components.count - 1).joined()
    let object = objectPaths.first?.bytes ?? []
    return up + Array(".git/annex/objects/".utf8) + object
  }
}
