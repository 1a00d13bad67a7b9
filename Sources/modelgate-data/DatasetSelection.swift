// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Manifests

/// The datasets that a command line means.
struct DatasetSelection {
  private(set) var datasets: [DatasetManifest] = []
  /// Why some that were meant cannot be judged.
  private(set) var problems: [any ExplainedError] = []
  private var taken: Set<[RelativePath]> = []
  /// What may have been meant as a manifest, and proves nothing.
  private(set) var notes: [String] = []

  /// Everything in a repository when nothing is named.
  ///
  /// A name is that of a manifest, of the file or folder that one covers, the last component of
  /// such a path, or the name that `modelgate.yaml` has for it.
  init(
    _ names: [String], in repository: RepositoryFolder, _ root: borrowing RootDirectory,
    _ search: DatasetSearch? = nil
  ) throws {
    guard !names.isEmpty else {
      let known = search?.everything(in: root) ?? KnownDatasets(in: repository, root)
      take(known)
      try take(repository.stored(known, root), root)
      // Where nothing else describes data, they were meant to.
      if datasets.isEmpty, problems.isEmpty {
        for found in known.passedOver { take(found) }
      } else {
        notes = known.passedOver.map(\.reason)
      }
      return
    }
    var everything: KnownDatasets?
    for name in names {
      let path = try repository.relative(name)
      if ManifestFormats.canBe(path), (try? root.status(path))?.kind == .file {
        for found in ManifestSearch.read(path, in: root, seals: search?.seals) { take(found) }
        continue
      }
      let known = everything ?? search?.everything(in: root) ?? KnownDatasets(in: repository, root)
      everything = known
      try choose(name, path, known, repository, root)
    }
  }

  private mutating func choose(
    _ name: String, _ path: RelativePath, _ known: KnownDatasets, _ repository: RepositoryFolder,
    _ root: borrowing RootDirectory
  ) throws {
    var chosen = known.found(name, at: path)
    if chosen.isEmpty,
      let stored = try repository.stored(at: known.declared(name) ?? path, known, root)
    {
      datasets.append(stored)
      return
    }
    if chosen.isEmpty { chosen = known.found(endingWith: name) }
    if chosen.isEmpty { chosen = known.passedOver(at: path) }
    // A manifest may have any name where somebody names it.
    if chosen.isEmpty, (try? root.status(path))?.kind == .file {
      chosen = ManifestSearch.read(path, in: root).filter { $0.dataset != nil }
    }
    if let misfit = known.misfit(name, chosen) {
      problems.append(misfit)
      return
    }
    for found in chosen { take(found) }
    if chosen.isEmpty { problems.append(Self.problem(name, path, known, repository)) }
  }

  private static func problem(
    _ name: String, _ path: RelativePath, _ known: KnownDatasets, _ repository: RepositoryFolder
  ) -> Failure {
    guard let whole = known.found.compactMap(\.dataset?.path).first(where: path.isAtOrBelow) else {
      return Failure(
        "no manifest covers '\(path)'", hints: ["modelgate data track \(ShellWord.quote(name))"],
        status: .refused)
    }
    return Failure(
      "'\(path)' is a part of the dataset '\(whole)', which is taken as a whole",
      hints: ["modelgate data verify \(repository.argument(whole))"], status: .refused)
  }

  /// What a manifest covers already is not listed twice.
  private mutating func take(
    _ stored: (datasets: [DatasetManifest], problems: [any ExplainedError]),
    _ root: borrowing RootDirectory
  ) throws {
    for dataset in stored.datasets { unseal(around: dataset.path, root) }
    let covered = try CoveredFiles(datasets, around: stored.datasets, root)
    datasets += stored.datasets.filter { !covered.contain($0) }
    problems += stored.problems
  }

  /// Which files a dataset at or around a path covers only its manifest tells.
  private mutating func unseal(around path: RelativePath, _ root: borrowing RootDirectory) {
    for index in datasets.indices where path.isAtOrBelow(datasets[index].path) {
      guard case .sealed = datasets[index].coverage else { continue }
      let read = ManifestSearch.read(datasets[index].manifest, in: root).first?.dataset
      datasets[index] = read ?? datasets[index]
    }
  }

  private mutating func take(_ known: KnownDatasets) {
    for found in known.found { take(found) }
    problems += known.problems
  }

  private mutating func take(_ found: ManifestSearch.Found) {
    switch found {
    case .dataset(let dataset):
      // Named twice, by its manifest and by its folder, it is still one.
      if taken.insert([dataset.manifest, dataset.path]).inserted { datasets.append(dataset) }
    case .defect(_, let error): problems.append(error)
    }
  }
}

extension ManifestSearch.Found {
  /// Why it proves nothing.
  fileprivate var reason: String {
    switch self {
    case .dataset(let dataset): "'\(dataset.manifest)' proves nothing: \(dataset.gap ?? "")"
    case .defect(_, let error): "no manifest: \(error.message)"
    }
  }
}
