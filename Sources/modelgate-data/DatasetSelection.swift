// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Manifests

/// The datasets that a command line means.
struct DatasetSelection {
  private(set) var datasets: [DatasetManifest] = []
  /// Why some that were meant cannot be judged.
  private(set) var problems: [any ExplainedError] = []

  /// Everything in a repository when nothing is named.
  ///
  /// A name is that of a manifest, of the file or folder that one covers, or the last component of
  /// such a path.
  init(_ names: [String], in repository: RepositoryFolder, _ root: borrowing RootDirectory) throws {
    guard !names.isEmpty else {
      take(Self.search(root))
      try take(repository.annexed())
      return
    }
    var everything: ManifestSearch?
    for name in names {
      let path = try repository.relative(name)
      if ManifestFormats.canBe(path), (try? root.status(path))?.kind == .file {
        for found in ManifestSearch.read(path, in: root) { take(found) }
        continue
      }
      let search = everything ?? Self.search(root)
      everything = search
      if !search.found.contains(where: { $0.dataset?.path == path }),
        let annexed = try repository.annexed(at: path)
      {
        datasets.append(annexed)
      } else {
        choose(name, path, search)
      }
    }
  }

  private static func search(_ root: borrowing RootDirectory) -> ManifestSearch {
    ManifestSearch(in: root)
  }

  private mutating func choose(_ name: String, _ path: RelativePath, _ search: ManifestSearch) {
    let exact = search.found.filter { $0.dataset?.path == path }
    let named = search.found.filter { $0.dataset?.path.name.elementsEqual(name.utf8) ?? false }
    let chosen = exact.isEmpty ? named : exact
    for found in chosen { take(found) }
    if chosen.isEmpty {
      problems.append(
        Failure(
          "no manifest covers '\(path)'", hints: ["modelgate data track \(ShellWord.quote(name))"],
          status: .refused))
    }
  }

  /// What a manifest covers already is not listed twice.
  private mutating func take(
    _ annexed: (datasets: [DatasetManifest], problems: [any ExplainedError])
  ) {
    let known = Set(datasets.map(\.path))
    datasets += annexed.datasets.filter { !known.contains($0.path) }
    problems += annexed.problems
  }

  private mutating func take(_ search: ManifestSearch) {
    for found in search.found { take(found) }
    problems += search.unlisted.map { $0 as any ExplainedError }
  }

  private mutating func take(_ found: ManifestSearch.Found) {
    switch found {
    case .dataset(let dataset): datasets.append(dataset)
    case .defect(_, let error): problems.append(error)
    }
  }
}
