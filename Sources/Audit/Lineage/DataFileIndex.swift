// SPDX-License-Identifier: Apache-2.0

import Attestation
import Datasets
import Digests
import Files
import GitAccess
import Ledger
import Manifests
import SystemPackage

/// Which datasets hold a data file, for all datasets of the ledger.
///
/// It is kept in `.git/modelgate/data-files`, made anew from the ledger whenever it is missing, and
/// brought up to the ledger's head before each use; so the ledger itself need not name every file.
struct DataFileIndex {
  /// What came of a look-up.
  struct Answer {
    var datasets: [Digest] = []
    /// Datasets whose lists of files are not to be had here: any of them may hold the file.
    var unread: [Digest] = []
  }

  private let path: FilePath
  private let reader: LedgerReader
  /// What could not be kept: the repository may well be on a disk that is read-only, or full.
  private var unkept: [DataFileRecord]?

  /// Opens the index of a repository and brings it up to date.
  init(of reader: LedgerReader, in repository: borrowing Repository) throws {
    path = repository.commonDirectory.appending("modelgate").appending("data-files")
    self.reader = reader
    do {
      try bringUpToDate(with: try DataFileTable(path), in: repository)
    } catch is DataFileTable.Damage {
      try bringUpToDate(with: nil, in: repository)
    }
  }

  private mutating func bringUpToDate(with old: DataFileTable?, in repository: borrowing Repository)
    throws
  {
    guard let head = reader.head else { return }
    let isSame = old?.head == head
    let oldUnread = try old?.datasets(with: DataFileRecord.unreadMark) ?? []
    if isSame, oldUnread.isEmpty { return }
    var wanted = isSame ? [:] : try reader.datasets(since: old?.head, in: repository)
    // What could not be read may have been fetched since.
    for dataset in oldUnread where wanted[dataset] == nil {
      wanted[dataset] = try reader.records(by: .dataset(dataset), in: repository).first?.id
    }
    var new: [DataFileRecord] = []
    for (dataset, entry) in wanted {
      let files = try Self.files(of: dataset, entry, reader, repository)
      new += (files ?? [DataFileRecord.unreadMark]).compactMap {
        DataFileRecord(file: $0, dataset: dataset)
      }
    }
    if isSame, new.allSatisfy(\.isUnread) { return }
    let known = try old?.records().drop(while: \.isUnread) ?? []
    let records = DataFileRecord.merge(known, new.sorted()[...])
    do {
      try Folder.create(path.removingLastComponent())
      try DataFileTable.write(records, head, to: path)
      unkept = nil
    } catch is FileError {
      unkept = records
    }
  }

  /// The datasets that hold a file; of a table that is damaged another one is made first.
  mutating func datasets(with file: Digest, in repository: borrowing Repository) throws -> Answer {
    do {
      return try lookUp(file)
    } catch is DataFileTable.Damage {
      try bringUpToDate(with: nil, in: repository)
      return try lookUp(file)
    }
  }

  private func lookUp(_ file: Digest) throws -> Answer {
    guard file.algorithm == .sha256 else { return Answer() }
    if let unkept {
      return Answer(
        datasets: unkept.filter { $0.isOf(file) }.compactMap(\.dataset),
        unread: unkept.prefix(while: \.isUnread).compactMap(\.dataset))
    }
    guard let table = try DataFileTable(path) else { return Answer() }
    return Answer(
      datasets: try table.datasets(with: file),
      unread: try table.datasets(with: DataFileRecord.unreadMark))
  }

  // MARK: Reading datasets

  /// SHA-256 of every file, from the ledger's own list or from the commit; nil when neither is to
  /// be had here.
  private static func files(
    of dataset: Digest, _ entry: Digest, _ reader: LedgerReader,
    _ repository: borrowing Repository
  ) throws -> [Digest]? {
    if let bytes = try reader.manifest(of: dataset, in: repository) {
      // One that is none must not keep everything else from being searched.
      return (try? NativeManifest(parsing: bytes))?.map(\.digest)
    }
    let record = try reader.record(entry, in: repository)
    guard let build = record.build,
      let described = build.datasets.first(where: { $0.digest == dataset }),
      let path = RelativePath(described: described.path)
    else { return nil }
    do {
      let committed = try CommittedDataset(
        at: path, manifest: described.manifest.flatMap { RelativePath(described: $0) },
        tree: try repository.commit(build.source.commit).tree, of: repository)
      guard let manifest = try committed.nativeManifest(from: repository),
        manifest.datasetDigest == dataset
      else { return nil }
      return manifest.map(\.digest)
    } catch {
      return nil
    }
  }
}
