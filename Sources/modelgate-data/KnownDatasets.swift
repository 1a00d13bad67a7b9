// SPDX-License-Identifier: Apache-2.0

import Configuration
import Datasets
import Files
import Findings
import Manifests

/// The manifests of a repository: those with the names of manifests, and those that `modelgate.yaml`
/// names, which may have any.
struct KnownDatasets {
  private(set) var found: [ManifestSearch.Found]
  /// Files that may describe data, and prove nothing of it.
  private(set) var passedOver: [ManifestSearch.Found]
  /// What could not be looked into.
  private(set) var problems: [any ExplainedError]
  /// Files that may say what Git LFS keeps: of every folder that was searched, and of the datasets'
  /// own.
  private(set) var attributes: [RelativePath]
  /// Symbolic links, which may be files of git-annex.
  let links: [RelativePath]
  /// Folders that were not searched, because manifests are about them, and only about a part.
  private(set) var partial: [RelativePath]
  private var configuration = Configuration()

  /// Looks everywhere; what is sealed is not read.
  init(
    in repository: RepositoryFolder, _ root: borrowing RootDirectory, seals: DatasetSeals? = nil
  ) {
    let search = ManifestSearch(in: root, seals: seals)
    found = search.found
    passedOver = search.passedOver
    attributes = search.attributes
    attributes += search.found.compactMap(\.dataset?.path).map(Self.attributes(in:))
    links = search.links
    partial = []
    for dataset in search.found.compactMap(\.dataset) where dataset.leavesFilesOut(of: root) {
      partial.append(dataset.path)
    }
    problems = search.unlisted.map { $0 as any ExplainedError }
    do {
      configuration = try repository.configuration()
    } catch {
      let name = Configuration.fileName
      problems.append(error as? any ExplainedError ?? Failure("cannot read '\(name)'"))
    }
    var known = Set(found.map(\.manifest))
    for manifest in configuration.data.compactMap(\.manifest?.path)
    where known.insert(manifest).inserted {
      found += ManifestSearch.read(manifest, in: root, seals: seals)
    }
    passedOver.removeAll { known.contains($0.manifest) }
  }

  private static func attributes(in folder: RelativePath) -> RelativePath {
    RelativePath(bytes: folder.bytes + Array("/.gitattributes".utf8)) ?? folder
  }

  /// Where the data is that was declared with a name.
  func declared(_ name: String) -> RelativePath? { configuration.dataset(name)?.path.path }

  /// What covers a path, else what `modelgate.yaml` calls by the name.
  func found(_ name: String, at path: RelativePath) -> [ManifestSearch.Found] {
    let exact = found.filter { ($0.dataset?.path ?? $0.manifest) == path }
    guard exact.isEmpty, let declaration = configuration.dataset(name) else { return exact }
    return found.filter { found in
      declaration.manifest.map { found.manifest == $0.path }
        ?? (found.dataset?.path == declaration.path.path)
    }
  }

  /// Why a manifest that `modelgate.yaml` names is not that of the dataset which it calls so; nil
  /// where it is.
  func misfit(_ name: String, _ chosen: [ManifestSearch.Found]) -> DatasetError? {
    guard let declaration = configuration.dataset(name), let manifest = declaration.manifest?.path,
      !chosen.isEmpty, chosen.allSatisfy({ $0.manifest == manifest })
    else { return nil }
    let described = chosen.compactMap(\.dataset?.path)
    let wanted = declaration.path.path
    guard !described.isEmpty, !described.contains(where: wanted.isAtOrBelow) else { return nil }
    return .describesOther(manifest: manifest, described: described, wanted: wanted)
  }

  /// What stands at a path, or in it, and does not prove anything of it.
  func passedOver(at path: RelativePath) -> [ManifestSearch.Found] {
    passedOver.filter { $0.dataset.map(\.path) == path || $0.manifest.parent == path }
  }

  /// What covers a path with that last component.
  func found(endingWith name: String) -> [ManifestSearch.Found] {
    found.filter { $0.dataset?.path.name.elementsEqual(name.utf8) ?? false }
  }
}
