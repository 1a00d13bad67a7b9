// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Manifests
import SystemPackage
import Worktree

/// Compares the contents that git-annex keeps with the keys that the index names.
///
/// Files of declared datasets are left out: they are compared with everything else of the dataset.
struct AnnexCollector {
  private typealias Locked = (path: RelativePath, key: AnnexKey, object: DirectoryTree.Entry)

  let root: FilePath
  /// Declared inputs.
  let inputs: [RelativePath]

  /// What locked files come to, whose contents are in the store; those that are not there cannot be
  /// read by anybody.
  func changes(of index: GitIndex, in repository: borrowing Repository) throws -> [FileChange] {
    guard !index.symbolicLinks.isEmpty, let store = AnnexStore(ofWorktree: root) else { return [] }
    var changes: [FileChange] = []
    var locked: [DigestAlgorithm: [Locked]] = [:]
    for number in index.symbolicLinks where !isDeclared(index[number].path) {
      let path = index[number].path
      let target = try repository.blob(index[number].id, limit: 4096)
      guard let key = AnnexPointer.key(ofLink: target, at: path),
        let object = try store.object(of: key)
      else { continue }
      if let digest = key.digest {
        locked[digest.algorithm, default: []].append((path, key, object))
      } else if let change = undigested(key, at: path) {
        changes.append(change)
      }
    }
    for (algorithm, files) in locked.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let results = ParallelHasher([algorithm]).hash(files.map(\.object), beneath: store.root)
      for (file, result) in zip(files, results) {
        if let change = compare(file.key, try? result.get(), at: file.path) {
          changes.append(change)
        }
      }
    }
    return changes
  }

  /// What an unlocked file comes to, or any other that passes through git-annex' filter.
  func change(of candidate: FilterCandidate, in repository: borrowing Repository) throws
    -> FileChange?
  {
    guard let key = try Self.key(candidate, in: repository) else {
      // Most files of such a repository are their blobs.
      let isBlob =
        try candidate.isBlobItself
        ?? (digest(.sha256, of: candidate.path) == repository.sha256(ofBlob: candidate.id))
      return isBlob ? nil : FileChange(.modified, at: candidate.path)
    }
    if isDeclared(candidate.path) { return nil }
    if candidate.isBlobItself == true {
      return FileChange(.annexed(.notFetched), at: candidate.path)
    }
    guard let expected = key.digest else { return undigested(key, at: candidate.path) }
    let hasSize = key.size.map { $0 == candidate.size } ?? true
    if hasSize, try digest(expected.algorithm, of: candidate.path) == expected { return nil }
    return FileChange(.annexed(.differs(expected: expected.description)), at: candidate.path)
  }

  private static func key(_ candidate: FilterCandidate, in repository: borrowing Repository)
    throws(GitError) -> AnnexKey?
  {
    guard try repository.size(ofBlob: candidate.id) <= AnnexPointer.byteLimit else { return nil }
    return AnnexPointer.key(ofText: try repository.blob(candidate.id))
  }

  private func compare(_ key: AnnexKey, _ found: FileDigests?, at path: RelativePath) -> FileChange?
  {
    guard let expected = key.digest else { return nil }
    if let found, found.digests == [expected], key.size == nil || key.size == found.size {
      return nil
    }
    return FileChange(.annexed(.differs(expected: expected.description)), at: path)
  }

  private func undigested(_ key: AnnexKey, at path: RelativePath) -> FileChange? {
    switch key.evidence {
    case .digest: nil
    case .none(let reason): FileChange(.annexed(.undigested(reason)), at: path)
    case .unsupported(let reason): FileChange(.annexed(.unsupported(reason)), at: path)
    }
  }

  private func digest(_ algorithm: DigestAlgorithm, of path: RelativePath) throws -> Digest? {
    let here = try RootDirectory(root)
    guard let status = try? here.status(path), status.kind == .file else { return nil }
    let entry = DirectoryTree.Entry(path: path, status: status)
    return try? ParallelHasher([algorithm]).hash([entry], beneath: here).first?.get().digests.first
  }

  private func isDeclared(_ path: RelativePath) -> Bool {
    inputs.contains { path.isAtOrBelow($0) }
  }
}
