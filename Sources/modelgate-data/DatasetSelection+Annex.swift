// SPDX-License-Identifier: Apache-2.0

import Datasets
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage

extension RepositoryFolder {
  /// The datasets that git-annex keeps, as HEAD has them; none where git-annex was never used.
  func annexed() throws -> (datasets: [DatasetManifest], problems: [any ExplainedError]) {
    guard hasAnnex else { return ([], []) }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit else { return ([], []) }
    let found = try AnnexedDatasets(in: try repository.commit(head).tree, of: repository)
    return (found.datasets, found.undecided)
  }

  /// The file or folder at a path of HEAD, when git-annex keeps any of it.
  func annexed(at place: RelativePath) throws -> DatasetManifest? {
    guard hasAnnex else { return nil }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit,
      let dataset = try GitDataset(
        at: place, tree: try repository.commit(head).tree, of: repository),
      dataset.format == "annex"
    else { return nil }
    return try dataset.described(from: repository)
  }

  private var hasAnnex: Bool {
    (try? FileStatus(following: path.appending(".git").appending("annex"))) != nil
  }
}
