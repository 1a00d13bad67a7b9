// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
import Manifests

/// What one of two trees says of the datasets that may differ.
struct ComparedTree {
  let tree: ObjectID
  private(set) var datasets: [RelativePath: DatasetManifest] = [:]
  private(set) var problems: [any ExplainedError] = []
  /// The manifests that cannot be read.
  private(set) var unreadable: Set<RelativePath> = []

  init(_ tree: ObjectID) { self.tree = tree }

  /// Takes what an entry describes, if it is a manifest.
  ///
  /// Only small files are looked into that have no manifest's name and that nobody named.
  mutating func take(
    _ entry: TreeEntry?, isNamed: Bool = false, of repository: borrowing Repository
  ) throws {
    guard let entry, entry.kind != .submodule, entry.kind != .tree else { return }
    let isLookedInto = isNamed || ManifestFormats.mayBe(entry.path)
    guard try isLookedInto || repository.size(ofBlob: entry.id) <= LFSPointer.byteLimit else {
      return
    }
    do {
      let bytes = try repository.blob(entry.id, limit: NativeManifest.byteLimit)
      let found = try ManifestFormats.datasets(
        in: bytes, at: entry.path, beside: CommittedSurroundings(tree: tree, of: repository))
      // Pointers of Git LFS are taken by the folder.
      for dataset in found ?? [] where dataset.format != "lfs" { datasets[dataset.path] = dataset }
    } catch let error as any ExplainedError {
      problems.append(error)
      unreadable.insert(entry.path)
    }
  }

  /// Takes what the tree's own `modelgate.yaml` names, other than manifests with names of their own:
  /// what such a one says may stand in other files, and a new version of a table is another file.
  mutating func takeDeclared(of repository: borrowing Repository) throws {
    let configuration: Configuration
    do {
      configuration = try Configuration(committedIn: tree, of: repository)
    } catch let error as any ExplainedError {
      problems.append(error)
      return
    }
    for declaration in configuration.data {
      guard let manifest = declaration.manifest?.path, !ManifestFormats.claims(manifest) else {
        continue
      }
      try take(try repository.entry(at: manifest, in: tree), isNamed: true, of: repository)
    }
  }

  /// Takes what git-annex and Git LFS keep at some places.
  mutating func takeStored(at places: [RelativePath], of repository: borrowing Repository) throws {
    let stored = try StoredDatasets(at: places, in: tree, of: repository)
    for dataset in stored.datasets { datasets[dataset.path] = dataset }
    problems += stored.undecided.map { $0 as any ExplainedError }
  }

  /// Forgets what some manifests say.
  mutating func drop(_ manifests: Set<RelativePath>) {
    if !manifests.isEmpty { datasets = datasets.filter { !manifests.contains($0.value.manifest) } }
  }
}
