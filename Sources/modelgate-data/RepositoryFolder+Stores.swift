// SPDX-License-Identifier: Apache-2.0

import Datasets
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage

extension RepositoryFolder {
  /// The datasets that git-annex and Git LFS keep, as HEAD has them; none where neither was used.
  func stored() throws -> (datasets: [DatasetManifest], problems: [any ExplainedError]) {
    guard hasStore else { return ([], []) }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit else { return ([], []) }
    let found = try StoredDatasets(in: try repository.commit(head).tree, of: repository)
    return (found.datasets, found.undecided)
  }

  /// The file or folder at a path of HEAD, when git-annex or Git LFS keeps any of it.
  func stored(at place: RelativePath) throws -> DatasetManifest? {
    guard hasStore else { return nil }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit,
      let dataset = try GitDataset(
        at: place, tree: try repository.commit(head).tree, of: repository),
      dataset.format != "git"
    else { return nil }
    return try dataset.described(from: repository)
  }

  private var hasStore: Bool {
    let git = path.appending(".git")
    let isUsed = ["annex", "lfs"].contains {
      (try? FileStatus(following: git.appending($0))) != nil
    }
    return isUsed || isFilteredByLFS
  }

  /// As in a clone where Git LFS never ran.
  private var isFilteredByLFS: Bool {
    let attributes = try? SmallFile.read(path.appending(".gitattributes"), limit: 1 << 20)
    return attributes.map { String(decoding: $0, as: UTF8.self).contains("filter=lfs") } ?? false
  }
}
