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
    guard (try? FileStatus(following: path.appending(".git").appending("annex"))) != nil else {
      return ([], [])
    }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit else { return ([], []) }
    let found = try AnnexedDatasets(in: try repository.commit(head).tree, of: repository)
    return (found.datasets, found.undecided)
  }
}
