// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization

/// A folder as DVC would list it, out of what is known of its files.
///
/// Both lists, DVC's and the native one, are written while the folder is walked, each folder's part
/// by itself, and no value is made of a file. That takes half the time of reading the folder as any
/// other. Whatever is not a plain file whose digests are known is left to the reader.
struct KnownDVCFolder {
  /// Every file with its SHA-256.
  let native: NativeManifest
  /// MD5 of DVC's list, for each kind of digest in it.
  let lists: [Digest]
  /// The sum of the sizes.
  let byteCount: Int64

  /// Walks a folder; `known` has SHA-256 first, and then the given kinds, all of them MD5.
  init?(
    _ root: borrowing RootDirectory, _ known: KnownDigests, listing kinds: [ContentDigest],
    leavingOut ignored: IgnoredNames?
  ) {
    let state = KnownDVCFolderState()
    SortedWalk.run(root, (), failed: { _ in state.doubt() }) { piece, _ in
      guard state.isOpen else { return [] }
      var part = KnownPiece(piece, known, kinds.count, ignored)
      guard part.read() else {
        state.doubt()
        return []
      }
      state.add(part.runs)
      return part.folders.map { ($0, ()) }
    }
    guard let runs = state.runs(), !runs.isEmpty else { return nil }
    native = Self.manifest(runs)
    guard native.bytes.count <= NativeManifest.byteLimit else { return nil }
    lists = kinds.indices.map { kind in
      var hasher = StreamHasher(.md5)
      var before = Array("[".utf8)
      for run in runs {
        hasher.update(before)
        hasher.update(run.lists[kind])
        before = DVCDirectoryList.separator
      }
      hasher.update(Array("]".utf8))
      return hasher.finalize()
    }
    byteCount = runs.reduce(0) { $0 &+ $1.byteCount }
  }

  private static func manifest(_ runs: [KnownPiece.Run]) -> NativeManifest {
    var text: [UInt8] = []
    var starts: [UInt32] = []
    text.reserveCapacity(runs.reduce(0) { $0 + $1.native.count })
    starts.reserveCapacity(runs.reduce(0) { $0 + $1.starts.count })
    for run in runs {
      let start = UInt32(truncatingIfNeeded: text.count)
      for line in run.starts { starts.append(start &+ line) }
      text += run.native
    }
    return NativeManifest(bytes: text, lineStarts: starts)
  }
}

/// What the threads of a walk have found together.
private final class KnownDVCFolderState: Sendable {
  private let found = Mutex<[KnownPiece.Run]?>([])

  var isOpen: Bool { found.withLock { $0 != nil } }

  func doubt() { found.withLock { $0 = nil } }

  func add(_ runs: [KnownPiece.Run]) { found.withLock { $0?.append(contentsOf: runs) } }

  /// All runs in the order of the paths; nil when anything was in doubt.
  func runs() -> [KnownPiece.Run]? {
    found.withLock { $0 }?.sorted { ByteOrder.compare($0.first[...], $1.first[...]) < 0 }
  }
}

/// A piece of a folder, and what is known of its files.
private struct KnownPiece {
  /// Files between which, in the order of the paths, no other file of the dataset stands.
  struct Run: Sendable {
    /// The path of the first.
    var first: [UInt8] = []
    var native: [UInt8] = []
    /// Where each line of `native` starts.
    var starts: [UInt32] = []
    /// DVC's list, for each kind of digest.
    var lists: [[UInt8]]
    var byteCount: Int64 = 0
  }

  private(set) var runs: [Run] = []
  private(set) var folders: [RelativePath] = []

  private let piece: SortedWalk.Piece
  private let known: KnownDigests
  private let ignored: IgnoredNames?
  private var left: IgnoredNames.Files?
  private let prefix: [UInt8]
  private var run: Run
  /// Files are mostly met in the order in which they became known.
  private var guess = 0

  init(
    _ piece: SortedWalk.Piece, _ known: KnownDigests, _ lists: Int, _ ignored: IgnoredNames?
  ) {
    (self.piece, self.known, self.ignored) = (piece, known, ignored)
    left = ignored.map { IgnoredNames.Files($0) }
    prefix = piece.path.map { $0.bytes + [UInt8(ascii: "/")] } ?? []
    run = Run(lists: [[UInt8]](repeating: [], count: lists))
  }

  /// Whether everything directly in the piece is known, or left out.
  mutating func read() -> Bool {
    for index in piece.entries {
      let entry = piece.folder.entries[index]
      let name = piece.folder.names[entry.name]
      if entry.kind == .directory {
        let path = RelativePath(unchecked: prefix + name.dropLast())
        if ignored?.contains(path, isFolder: true) ?? false { continue }
        folders.append(path)
        endRun()
      } else {
        let path = prefix + name
        if left?.contains(RelativePath(unchecked: path)) ?? false { continue }
        guard entry.kind == .file, add(entry, path) else { return false }
      }
    }
    endRun()
    return true
  }

  private mutating func endRun() {
    if run.starts.isEmpty { return }
    runs.append(run)
    run = Run(lists: [[UInt8]](repeating: [], count: run.lists.count))
  }

  private mutating func add(_ entry: SortedFolder.Entry, _ path: [UInt8]) -> Bool {
    guard let status = try? piece.status(of: entry), status.kind == .file,
      !DatasetListing.maybeHole(status), let record = known.records.find(status, guess: guess),
      path.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") })
    else { return false }
    guess = record + 1
    if run.starts.isEmpty { run.first = path }
    run.byteCount &+= status.size
    return known.records.withPayload(of: record) { run.append(path, $0) }
  }
}

extension KnownPiece.Run {
  /// Adds a file to all lists; false when one of them cannot have it here.
  fileprivate mutating func append(_ path: [UInt8], _ payload: Span<UInt8>) -> Bool {
    let size = DigestAlgorithm.sha256.byteCount
    starts.append(UInt32(truncatingIfNeeded: native.count))
    Hex.append(payload.extracting(..<size), to: &native)
    native += "  ".utf8
    native += path
    native.append(UInt8(ascii: "\n"))
    for kind in lists.indices {
      let start = size + kind * DigestAlgorithm.md5.byteCount
      let digest = payload.extracting(start..<(start + DigestAlgorithm.md5.byteCount))
      if !lists[kind].isEmpty { lists[kind] += DVCDirectoryList.separator }
      guard DVCDirectoryList.append(digest, path, to: &lists[kind]) else { return false }
    }
    return true
  }
}
