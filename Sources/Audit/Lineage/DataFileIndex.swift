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
/// brought up to the ledger's head before each use; so it knows ledgers of any age, and the ledger
/// itself need not name every file. A record is the file's SHA-256, then the dataset's; they are
/// sorted, so that a look-up reads a few of them, whatever their number.
struct DataFileIndex {
  /// What came of a look-up.
  struct Answer {
    var datasets: [Digest] = []
    /// Datasets whose lists of files are not to be had here: any of them may hold the file.
    var unread: [Digest] = []
  }

  private static let magic = Array("modelgate data files, version 1\n".utf8)
  private static let headerSize = magic.count + 32
  private static let recordSize = 64
  /// Stands for the file in the records of datasets that could not be read.
  private static let unreadMark = [UInt8](repeating: 0, count: 32)
  /// More records than this are not kept: 2 GiB.
  private static let recordLimit = 1 << 25

  private let path: FilePath

  /// Opens the index of a repository and brings it up to date.
  init(of reader: LedgerReader, in repository: borrowing Repository) throws {
    let folder = repository.commonDirectory.appending("modelgate")
    path = folder.appending("data-files")
    guard let head = reader.head else { return }
    let old = Self.read(path)
    if old?.head == head, old?.records.isEmpty ?? true || !Self.hasUnread(old?.records ?? []) {
      return
    }
    let known = Self.withoutUnread(old?.records ?? [])
    var records = known
    let isSame = old?.head == head
    var wanted = isSame ? [:] : try reader.datasets(since: old?.head, in: repository)
    // What could not be read may have been fetched since.
    for dataset in Self.unread(old?.records ?? []) where wanted[dataset] == nil {
      wanted[dataset] = try reader.datasets(since: nil, in: repository)[dataset]
    }
    for (dataset, entry) in wanted {
      let files = try Self.files(of: dataset, entry, reader, repository)
      let digests = files ?? [Self.unreadMark]
      records += digests.map { $0 + dataset.bytes }
      guard records.count < Self.recordLimit else {
        throw LineageError.tooManyFiles(limit: Self.recordLimit)
      }
    }
    try Folder.create(folder)
    try Self.write(records, head, to: path)
  }

  /// The datasets that hold a file.
  func datasets(with file: Digest) throws -> Answer {
    guard file.algorithm == .sha256, (try? FileStatus(path)) != nil else { return Answer() }
    return Answer(datasets: try find(file.bytes), unread: try find(Self.unreadMark))
  }

  // MARK: Looking up

  private func find(_ key: [UInt8]) throws -> [Digest] {
    let (file, status) = try FileDescriptor.openRegularFile(path)
    defer { try? file.close() }
    let reader = try FileReader(file, path: path)
    let count = Int((status.size - Int64(Self.headerSize)) / Int64(Self.recordSize))
    func record(_ index: Int) throws -> [UInt8] {
      try reader.read(
        at: Int64(Self.headerSize + index * Self.recordSize), count: Self.recordSize)
    }
    var (low, high) = (0, max(0, count))
    while low < high {
      let middle = (low + high) / 2
      if ByteOrder.compare(try record(middle)[..<32], key[...]) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var found: [Digest] = []
    while low < count {
      let next = try record(low)
      guard next.prefix(32).elementsEqual(key),
        let dataset = Digest(.sha256, bytes: Array(next.suffix(32)))
      else { break }
      found.append(dataset)
      low += 1
    }
    return found
  }

  // MARK: Keeping it

  /// What a file holds; nil when it is missing, or not such a file.
  private static func read(_ path: FilePath) -> (head: ObjectID, records: [[UInt8]])? {
    guard let bytes = try? SmallFile.read(path, limit: headerSize + recordLimit * recordSize),
      bytes.starts(with: magic), bytes.count >= headerSize,
      (bytes.count - headerSize).isMultiple(of: recordSize),
      let head = ObjectID(bytes: Array(bytes[magic.count..<(magic.count + 20)]))
    else { return nil }
    let records = stride(from: headerSize, to: bytes.count, by: recordSize).map {
      Array(bytes[$0..<($0 + recordSize)])
    }
    return (head, records)
  }

  private static func write(_ records: [[UInt8]], _ head: ObjectID, to path: FilePath) throws {
    let sorted = records.sorted { ByteOrder.compare($0[...], $1[...]) < 0 }
    var bytes = magic + head.bytes + [UInt8](repeating: 0, count: 12)
    bytes.reserveCapacity(headerSize + sorted.count * recordSize)
    var last: [UInt8]?
    for record in sorted where record != last {
      bytes += record
      last = record
    }
    try AtomicFile.write(bytes, to: path)
  }

  private static func hasUnread(_ records: [[UInt8]]) -> Bool {
    records.first?.starts(with: unreadMark) ?? false
  }

  private static func unread(_ records: [[UInt8]]) -> [Digest] {
    records.prefix { $0.starts(with: unreadMark) }.compactMap {
      Digest(.sha256, bytes: Array($0.suffix(32)))
    }
  }

  private static func withoutUnread(_ records: [[UInt8]]) -> [[UInt8]] {
    Array(records.drop { $0.starts(with: unreadMark) })
  }

  // MARK: Reading datasets

  /// SHA-256 of every file, from the ledger's own list or from the commit; nil when neither is to
  /// be had here.
  private static func files(
    of dataset: Digest, _ entry: Digest, _ reader: LedgerReader,
    _ repository: borrowing Repository
  ) throws -> [[UInt8]]? {
    if let bytes = try reader.manifest(of: dataset, in: repository) {
      return try NativeManifest(parsing: bytes).map(\.digest.bytes)
    }
    let record = try reader.record(entry, in: repository)
    guard let build = record.build,
      let described = build.datasets.first(where: { $0.digest == dataset }),
      let path = RelativePath(described.path)
    else { return nil }
    do {
      let committed = try CommittedDataset(
        at: path, manifest: described.manifest.flatMap { RelativePath($0) },
        tree: try repository.commit(build.source.commit).tree, of: repository)
      guard let manifest = try committed.nativeManifest(from: repository),
        manifest.datasetDigest == dataset
      else { return nil }
      return manifest.map(\.digest.bytes)
    } catch {
      return nil
    }
  }
}
