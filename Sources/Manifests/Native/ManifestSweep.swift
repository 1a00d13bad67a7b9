// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization

/// Compares a folder with its native manifest in one walk, beside the manifest's lines, which have
/// the same order.
///
/// A digest that is known is believed; other files are read, small ones as they are met, larger
/// ones afterwards on all processors. It answers no as soon as anything is in doubt: then the
/// reader says what is different. It need not read again what was read here, but for small files of
/// which nothing was to be kept (`--full`): their bytes proved them, and their status is not known.
struct ManifestSweep {
  /// What was looked at.
  struct Total: Sendable, Equatable {
    var files = 0
    var bytes: Int64 = 0
  }

  private let manifest: NativeManifest
  private let cache: DigestCache?
  private let patterns: DatasetPatterns?
  private let isToSeal: Bool
  private let progress: (@Sendable (Int64, Int64) -> Void)?

  /// Takes what is known of files' digests from a cache, if there is one, and adds to it.
  init(
    _ manifest: NativeManifest, _ patterns: DatasetPatterns?, _ cache: DigestCache?,
    isToSeal: Bool = false, progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?
  ) {
    (self.manifest, self.patterns, self.cache) = (manifest, patterns, cache)
    // With patterns, what is listed depends on another file, too.
    self.isToSeal = isToSeal && patterns == nil
    self.progress = progress
  }

  /// The number of files and bytes when the folder is proved to be as listed, nil when it is not;
  /// what is known of files that were read; and what to seal, nil when not all can be.
  func prove(_ root: borrowing RootDirectory)
    -> (total: Total?, read: KnownDigests?, blocks: [TreeSeal.Block]?)
  {
    let known = cache?.table(DigestCache.native)
    let state = SweepState(manifest.count, cache, isToSeal: isToSeal, progress)
    let (manifest, patterns, folders) = (manifest, patterns, cache?.knownFolders())
    SortedWalk.run(
      root, manifest.indices, known: folders, failed: { _ in state.doubt() },
      recall: { folder, lines in
        guard let folders, let known, !known.isEmpty, patterns == nil, state.isOpen else {
          return nil
        }
        var sweep = UnlistedSweep(manifest, known.records, folder, lines, state)
        guard sweep.compare(folders) else { return nil }
        state.add(sweep.found, isAsListed: true)
        return sweep.folders
      },
      { piece, lines in
        guard state.isOpen else { return [] }
        var sweep = PieceSweep(manifest, known, patterns, piece, lines, state)
        let isAsListed = sweep.compare()
        state.add(sweep.found, isAsListed: isAsListed)
        if isAsListed, piece.isFirst, let proof = piece.folder.proof {
          folders?.add(proof.status, proof.names)
        }
        return isAsListed ? sweep.folders : []
      })
    readLarge(state, beneath: root)
    folders?.save()
    return (state.total, keep(state), state.blocks)
  }

  /// What was read, which goes into the cache; nothing when neither that nor the reader needs it.
  private func keep(_ state: SweepState) -> KnownDigests? {
    let limit = state.limit
    guard limit != nil || !state.isOpen else { return nil }
    let read = state.records()
    if let limit { cache?.add(read.older(than: limit), DigestCache.native) }
    return KnownDigests(StatusTable(read), DigestLayout(DigestCache.native))
  }

  private func readLarge(_ state: SweepState, beneath root: borrowing RootDirectory) {
    let large = state.large
    if large.contains(where: { DatasetListing.maybeHole($0.status) }) { state.doubt() }
    guard state.isOpen, !large.isEmpty else { return }
    let files = large.map { DirectoryTree.Entry(path: manifest[$0.line].path, status: $0.status) }
    let results = ParallelHasher(progress: state.progressOfLarge).hash(files, beneath: root)
    for (file, result) in zip(large, results) {
      guard case .success(let read) = result, let digest = read.digests.first else {
        state.doubt()
        continue
      }
      var found = PieceSweep.Found()
      found.records.append(read.status, digest.bytes.span)
      found.total = Total(files: 1, bytes: read.size)
      found.firstLine = file.line
      state.add(found, isAsListed: manifest.hasDigest(file.line, digest.bytes.span))
    }
  }
}

/// What the threads of a sweep have found together.
final class SweepState: Sendable {
  private struct State {
    var total: ManifestSweep.Total? = .init()
    var bytes: Int64 = 0
    var lines = 0
    var large: [PieceSweep.Large] = []
    var largeBytes: Int64 = 0
    var records: [(line: Int, records: StatusRecords)] = []
    var limit: Int64??
    var blocks: [TreeSeal.Block]? = []
  }

  /// What was changed last before this moment, in nanoseconds since the epoch, did not change since.
  let quietSince = FileClock.ours - DigestCache.clockStep
  private let state = Mutex(State())
  private let lineCount: Int
  private let cache: DigestCache?
  private let isToSeal: Bool
  private let progress: (@Sendable (Int64, Int64) -> Void)?
  /// How far a file's record is from its line; right for all once the first is found, if the
  /// dataset was read at once.
  let distance = Atomic<Int>(0)

  init(
    _ lineCount: Int, _ cache: DigestCache?, isToSeal: Bool,
    _ progress: (@Sendable (Int64, Int64) -> Void)?
  ) {
    (self.lineCount, self.cache) = (lineCount, cache)
    (self.isToSeal, self.progress) = (isToSeal, progress)
  }

  /// Whether what is read is to be kept.
  var keepsDigests: Bool { cache != nil }
  /// Whether nothing is in doubt.
  var isOpen: Bool { total != nil }
  var total: ManifestSweep.Total? { state.withLock { $0.total } }
  /// The files that are still to be read, in the order of their lines.
  var large: [PieceSweep.Large] { state.withLock { $0.large.sorted { $0.line < $1.line } } }
  /// The time before which a file must have been changed last to be kept; nil for none.
  var limit: Int64? { state.withLock { $0.limit ?? nil } }

  /// Begins what is to be sealed of a folder; nil when nothing is, or its status may stay the same
  /// when something is changed in it.
  func block(_ folder: RelativePath?, _ status: FileStatus?) -> TreeSeal.Block? {
    guard isToSeal, let status, max(status.modified, status.changed) < quietSince else {
      return nil
    }
    return TreeSeal.Block(folder, status)
  }

  /// All that is to be sealed; nil when there is anything that cannot be, be it a folder without
  /// files: what is added to it would not be seen.
  var blocks: [TreeSeal.Block]? { state.withLock { $0.blocks } }

  func doubt() { state.withLock { $0.total = nil } }

  /// To be called before anything is read.
  func startReading() {
    state.withLock { if $0.limit == nil { $0.limit = .some(cache?.startReading()) } }
  }

  func add(_ found: PieceSweep.Found, isAsListed: Bool) {
    let seen = state.withLock { state -> (Int64, Int64) in
      state.large += found.large
      if let block = found.block { state.blocks?.append(block) } else { state.blocks = nil }
      if found.records.count > 0 { state.records.append((found.firstLine, found.records)) }
      state.largeBytes = found.large.reduce(state.largeBytes) { $0 &+ $1.status.size }
      state.bytes &+= found.total.bytes
      state.lines += found.total.files + found.large.count
      if isAsListed, let total = state.total {
        state.total = .init(
          files: total.files + found.total.files, bytes: total.bytes &+ found.total.bytes)
      } else {
        state.total = nil
      }
      // What lies ahead is taken to be like what was seen.
      let seen = Double(state.bytes &+ state.largeBytes)
      let share = Double(lineCount) / Double(max(1, min(state.lines, lineCount)))
      return (state.bytes, Int64(min(seen * share, 1e18)))
    }
    if found.total.files > 1 { progress?(seen.0, seen.1) }
  }

  /// Told the bytes of large files that were read.
  var progressOfLarge: (@Sendable (Int64) -> Void)? {
    guard let progress else { return nil }
    let (done, large) = state.withLock { ($0.bytes, $0.largeBytes) }
    return { progress(done &+ $0, done &+ large) }
  }

  /// What was read, in the order of the lines.
  func records() -> StatusRecords {
    let parts = state.withLock { $0.records.sorted { $0.line < $1.line } }
    var all = PieceSweep.Found().records
    for part in parts { all.append(part.records) }
    return all
  }
}
