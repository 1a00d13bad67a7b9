// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization

/// A piece of a folder beside the lines of the manifest that belong to it.
struct PieceSweep {
  /// A file that is still to be read.
  struct Large: Sendable {
    let line: Int
    let status: FileStatus
  }

  /// What was found in the piece.
  struct Found: Sendable {
    var total = ManifestSweep.Total()
    var large: [Large] = []
    /// What was read.
    var records = StatusRecords(payloadSize: DigestAlgorithm.sha256.byteCount)
    var firstLine = 0
    /// What to seal; nil when not all is known.
    var block: TreeSeal.Block?
  }

  private(set) var found = Found()
  private(set) var folders: [(RelativePath, Range<Int>)] = []

  fileprivate let manifest: NativeManifest
  private let known: KnownDigests?
  private let patterns: DatasetPatterns?
  fileprivate let piece: SortedWalk.Piece
  fileprivate let state: SweepState
  private let prefix: Int
  private var lines: Range<Int>
  private var distance: Int

  /// `lines` are those of the whole folder.
  init(
    _ manifest: NativeManifest, _ known: KnownDigests?, _ patterns: DatasetPatterns?,
    _ piece: SortedWalk.Piece, _ lines: Range<Int>, _ state: SweepState
  ) {
    self.manifest = manifest
    self.known = known.flatMap { $0.isEmpty ? nil : $0 }
    (self.patterns, self.piece, self.state, self.lines) = (patterns, piece, state, lines)
    prefix = piece.path.map { $0.bytes.count + 1 } ?? 0
    distance = state.distance.load(ordering: .relaxed)
    let start = piece.isFirst ? lines.lowerBound : firstLine(atOrAfter: piece.entries.lowerBound)
    let end = piece.isLast ? lines.upperBound : firstLine(atOrAfter: piece.entries.upperBound)
    self.lines = start..<max(start, end)
    found.firstLine = start
  }

  /// Whether everything directly in the piece is as listed.
  mutating func compare() -> Bool {
    var reader: SmallFileReader?
    found.block = state.block(piece.path, piece.folder.status)
    let entries = piece.folder.entries
    for index in piece.entries {
      let entry = entries[index]
      switch entry.kind {
      case .directory: enter(entry)
      case .file:
        guard isWanted(entry) else { continue }
        guard let line = next(named: entry) else { return false }
        if isKnown(entry, line) { continue }
        if reader == nil {
          found.block = nil
          state.startReading()
          reader = SmallFileReader(quietSince: state.quietSince)
        }
        guard reader?.read(entry, line, in: self, into: &found) ?? false else { return false }
      case .symbolicLink, .special:
        if isWanted(entry) { return false }
      }
    }
    state.distance.store(distance, ordering: .relaxed)
    return lines.isEmpty
  }

  /// The next line, when it is that of an entry.
  private mutating func next(named entry: SortedFolder.Entry) -> Int? {
    let line = lines.lowerBound
    guard !lines.isEmpty, order(line, entry) == 0 else { return nil }
    lines = (line + 1)..<lines.upperBound
    return line
  }

  /// Which comes first, a line or an entry.
  private func order(_ line: Int, _ entry: SortedFolder.Entry) -> Int {
    let names = piece.folder.names
    return manifest.compare(line, droppingFirst: prefix, with: names.span.extracting(entry.name))
  }

  private func firstLine(atOrAfter index: Int) -> Int {
    let entry = piece.folder.entries[index]
    return lines.partitioningIndex { order($0, entry) >= 0 }
  }

  private func isWanted(_ entry: SortedFolder.Entry) -> Bool {
    guard let patterns else { return true }
    let name = RelativePath(unchecked: Array(piece.folder.names[entry.name]))
    return patterns.selects(piece.path?.appending(name) ?? name)
  }

  /// Whether the digest of a file that nobody changed is the line's.
  private mutating func isKnown(_ entry: SortedFolder.Entry, _ line: Int) -> Bool {
    guard let known, let status = try? piece.status(of: entry), status.kind == .file,
      let record = known.records.find(status, guess: line + distance)
    else { return false }
    distance = record - line
    guard known.records.withPayload(of: record, { manifest.hasDigest(line, $0) }) else {
      return false
    }
    let names = piece.folder.names
    let isAdded = found.block?.append(names.span.extracting(entry.name), record, of: known.records)
    if isAdded == false { found.block = nil }
    found.add(size: status.size)
    return true
  }

  /// Takes the lines below a folder out of those to come.
  private mutating func enter(_ entry: SortedFolder.Entry) {
    let names = piece.folder.names
    let end = lines.partitioningIndex { line in
      !manifest.line(line).name.dropFirst(prefix).starts(with: names[entry.name])
    }
    let inner = RelativePath(unchecked: Array(names[entry.name].dropLast()))
    folders.append((piece.path?.appending(inner) ?? inner, lines.lowerBound..<end))
    lines = end..<lines.upperBound
  }
}

extension SmallFileReader {
  /// Reads an entry whose digest should be a line's; false when it is not, or cannot be read.
  fileprivate mutating func read(
    _ entry: SortedFolder.Entry, _ line: Int, in sweep: borrowing PieceSweep,
    into found: inout PieceSweep.Found
  ) -> Bool {
    do throws(FileError) {
      switch try read(entry, in: sweep.piece, onlyContent: !sweep.state.keepsDigests) {
      case .content(let size, let sha256):
        found.add(size: Int64(size))
        return sweep.manifest.hasDigest(line, sha256.span)
      case .file(let status, let sha256?):
        found.records.append(status, sha256.span)
        found.add(size: status.size)
        return sweep.manifest.hasDigest(line, sha256.span)
      case .file(let status, nil):
        found.large.append(.init(line: line, status: status))
        return true
      }
    } catch {
      return false
    }
  }
}

extension PieceSweep.Found {
  fileprivate mutating func add(size: Int64) {
    total.files += 1
    total.bytes &+= size
  }
}

extension Range<Int> {
  /// The first number from which on the condition holds, by bisection.
  func partitioningIndex(_ holds: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
