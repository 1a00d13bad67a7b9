// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests
import Synchronization
import SystemPackage
import ToolSupport

/// Where `verify` looks for manifests, and what was found out there before.
struct DatasetSearch: Sendable {
  let repository: RepositoryFolder
  /// Digests to believe; nil where every byte is to be read.
  let cache: DigestCache?
  /// Datasets that need not be looked into.
  let seals: DatasetSeals?
  private var everything: HeadStart<KnownDatasets?>?

  /// Climbs from a path.
  init(above start: FilePath, isFull: Bool) throws {
    repository = try RepositoryFolder(above: start)
    cache = isFull ? nil : repository.digestCache
    seals = cache.map { DatasetSeals(beside: $0) }
  }

  /// All manifests of the repository.
  func everything(in root: borrowing RootDirectory) -> KnownDatasets {
    (everything?.value).flatMap { $0 } ?? KnownDatasets(in: repository, root, seals: seals)
  }

  private mutating func begin() {
    everything = HeadStart { [repository, seals] in
      guard let root = try? repository.open() else { return nil }
      return KnownDatasets(in: repository, root, seals: seals)
    }
  }
}

extension DatasetSearch {
  /// A search with what it was begun for.
  private struct Begun: Sendable {
    let start: FilePath
    let isFull: Bool
    let search: DatasetSearch
  }

  private static let begun = Mutex<Begun?>(nil)

  /// Begins to look for everything, where that is what the words of a command line ask for.
  static func expect(_ words: CommandWords) {
    guard words.arguments(taking: ["--repo", "--format", "--color"]) == ["verify"] else { return }
    let (start, isFull) = (words.repository, words.contains("--full"))
    guard var search = try? DatasetSearch(above: start, isFull: isFull) else { return }
    search.begin()
    begun.withLock { $0 = Begun(start: start, isFull: isFull, search: search) }
  }

  /// The search that was begun, if it was this one, else one that is begun when it is needed.
  static func search(above start: FilePath, isFull: Bool) throws -> DatasetSearch {
    let early = begun.withLock { $0.take() }
    if let early, early.start == start, early.isFull == isFull { return early.search }
    return try DatasetSearch(above: start, isFull: isFull)
  }
}
