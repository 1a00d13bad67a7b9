// SPDX-License-Identifier: Apache-2.0

import Datasets
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage

extension RepositoryFolder {
  /// The datasets that git-annex and Git LFS keep, as HEAD has them; none where neither was used.
  ///
  /// `attributes` are the `.gitattributes` files that are known here.
  func stored(_ attributes: [RelativePath]) throws
    -> (datasets: [DatasetManifest], problems: [any ExplainedError])
  {
    guard hasStore(attributes) else { return ([], []) }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit else { return ([], []) }
    let found = try StoredDatasets(in: try repository.commit(head).tree, of: repository)
    return (found.datasets, found.undecided)
  }

  /// The file or folder at a path of HEAD, when git-annex or Git LFS keeps any of it.
  func stored(at place: RelativePath, _ attributes: [RelativePath]) throws -> DatasetManifest? {
    guard hasStore(attributes) else { return nil }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit,
      let dataset = try GitDataset(
        at: place, tree: try repository.commit(head).tree, of: repository),
      dataset.format != "git"
    else { return nil }
    return try dataset.described(from: repository)
  }

  /// Whether there is a trace of either: a repository without one is not walked for nothing.
  private func hasStore(_ attributes: [RelativePath]) -> Bool {
    let own = commonDirectory
    let isUsed = ["annex", "lfs"].contains { name in
      own.map { (try? FileStatus(following: $0.appending(name))) != nil } ?? false
    }
    // Attributes are all there is in a clone where Git LFS never ran.
    return isUsed || own.map { says("[filter \"lfs\"]", $0.appending("config")) } ?? false
      || own.map { says("filter=lfs", $0.appending("info/attributes")) } ?? false
      || attributes.contains { says("filter=lfs", path.appending($0)) }
  }

  private func says(_ text: String, _ file: FilePath) -> Bool {
    let bytes = try? SmallFile.read(file, limit: 1 << 20)
    return bytes.map { String(decoding: $0, as: UTF8.self).contains(text) } ?? false
  }
}
