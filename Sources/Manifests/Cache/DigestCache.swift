// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization
public import SystemPackage

/// Digests of files as they were read before, so that what nobody changed need not be read again.
///
/// A digest counts for a file with the same device, inode, size and, to the nanosecond, times of
/// content and attributes; the latter no ordinary program can set. One that was changed less than
/// two seconds before it was read is not kept: a later change may have left the same times. There
/// is one file for each set of digests that is computed together. Each can be deleted at any time,
/// and one that is damaged is ignored, and replaced the next time that something is kept.
public struct DigestCache: Sendable {
  /// The coarsest clock of a file system in use (FAT) counts two seconds.
  static let clockStep: Int64 = 2_000_000_000
  /// Some 150 MB with SHA-256 alone; then the oldest are forgotten.
  private static let recordLimit = 1 << 21
  private static let byteLimit = 1 << 30

  /// What native manifests list.
  static let native = [ContentDigest.plain(.sha256)]

  private let folder: FilePath
  private let kept = KeptDigests()

  /// Keeps digests below the `.git` directory that all linked worktrees share.
  public init(commonDirectory: FilePath) {
    folder = commonDirectory.appending("modelgate").appending("digests")
  }

  /// Begins to read what is known of native manifests' digests, for whoever asks for it first.
  func prepare() { _ = begun(DigestLayout(Self.native)) }

  /// The folders that need not be listed again, which are kept beside the digests.
  func knownFolders() -> KnownFolders? {
    KnownFolders(seen.appending("folders"))
  }

  /// What is known of files' digests of these kinds, read once until something is added.
  func table(_ kinds: [ContentDigest]) -> KnownDigests { begun(DigestLayout(kinds)).value }

  private func begun(_ layout: DigestLayout) -> HeadStart<KnownDigests> {
    kept.begun(layout.name) { [folder] in Self.read(layout, in: folder) }
  }

  /// What was found out of folders.
  var seen: FilePath { folder.removingLastComponent().appending("seen") }

  private static func read(_ layout: DigestLayout, in folder: FilePath) -> KnownDigests {
    let file = folder.appending(layout.name)
    guard let bytes = try? SmallFile.read(file, limit: byteLimit, followLink: false),
      let table = StatusTable(
        parsing: bytes, header: layout.header, payloadSize: layout.payloadSize)
    else {
      return KnownDigests(StatusTable(StatusRecords(payloadSize: layout.payloadSize)), layout)
    }
    return KnownDigests(table, layout)
  }

  /// The time before which a file must have been changed last to be kept after it is read now; nil
  /// where nothing can be kept.
  func startReading() -> Int64? {
    do throws(FileError) {
      try Folder.create(folder)
      return try FileClock.now(in: folder) - Self.clockStep
    } catch {
      return nil
    }
  }

  /// Adds what was read, beside what others have added meanwhile.
  ///
  /// It is no error when that can't be done: the files will be read once more.
  func add(_ records: StatusRecords, _ kinds: [ContentDigest]) {
    let layout = DigestLayout(kinds)
    guard records.count > 0, let lock = lock() else { return }
    let text = Self.read(layout, in: folder).records.text(
      adding: records, header: layout.header, limit: Self.recordLimit)
    try? AtomicFile.write(
      text, to: folder.appending(layout.name), permissions: .ownerReadWrite)
    _ = consume lock
    kept.forget(layout.name)
  }

  /// Waits a little for another writer.
  private func lock() -> FileLock? {
    do throws(FileError) {
      return try FileLock.take(folder.appending("lock"), waiting: 500)
    } catch {
      return nil
    }
  }
}

/// What was read, or begins to be read before anybody asks for it.
private final class KeptDigests: Sendable {
  private let tables = Mutex<[String: HeadStart<KnownDigests>]>([:])

  func begun(_ name: String, _ read: @escaping @Sendable () -> KnownDigests)
    -> HeadStart<KnownDigests>
  {
    tables.withLock { tables in
      if let begun = tables[name] { return begun }
      let begun = HeadStart(read)
      tables[name] = begun
      return begun
    }
  }

  func forget(_ name: String) { tables.withLock { $0[name] = nil } }
}

/// How the digests of one reading stand one after another.
struct DigestLayout: Sendable {
  let name: String
  let header: [UInt8]
  let algorithms: [DigestAlgorithm]

  init(_ kinds: [ContentDigest]) {
    name = kinds.compactMap(\.name).joined(separator: "+")
    header = Array("modelgate digests 1 \(name)\n".utf8)
    algorithms = kinds.map { $0.start(size: 0).finalize().algorithm }
  }

  var payloadSize: Int { algorithms.reduce(0) { $0 + $1.byteCount } }

  func digests(_ payload: Span<UInt8>) -> [Digest] {
    var start = 0
    return algorithms.map { algorithm in
      defer { start += algorithm.byteCount }
      let bytes = payload.extracting(start..<(start + algorithm.byteCount))
      return Digest(algorithm, unchecked: bytes.indices.map { bytes[$0] })
    }
  }
}

/// Known digests, for looking up.
struct KnownDigests: Sendable {
  let records: StatusTable
  private let layout: DigestLayout

  init(_ records: StatusTable, _ layout: DigestLayout) {
    (self.records, self.layout) = (records, layout)
  }

  /// Whether nothing is known at all.
  var isEmpty: Bool { records.count == 0 }

  /// The digests of a file with this status, in the order of the kinds.
  func digests(of status: FileStatus) -> [Digest]? {
    records.find(status).map { record in
      records.withPayload(of: record) { layout.digests($0) }
    }
  }
}
