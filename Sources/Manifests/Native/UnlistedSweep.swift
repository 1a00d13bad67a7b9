// SPDX-License-Identifier: Apache-2.0

import Files
import Synchronization

/// A folder whose names need not be listed, beside the lines of the manifest that belong to it.
///
/// It says yes only when the folder is known to hold the manifest's names and no other, and every
/// digest is known. Whatever else there is shows when the folder is listed.
struct UnlistedSweep {
  /// A larger folder is listed, so that it can be divided among processors.
  private static let maximumCount = 2000

  private(set) var found = PieceSweep.Found()
  private(set) var folders: [(RelativePath, Range<Int>)] = []

  private let manifest: NativeManifest
  private let known: StatusTable
  private let folder: UnlistedFolder
  private let lines: Range<Int>
  private let state: SweepState
  private let prefix: Int
  /// Of each file, its line and where its name stands in the manifest's text.
  private var files: [(line: Int, name: Range<Int>)] = []

  /// `lines` are those of the whole folder.
  init(
    _ manifest: NativeManifest, _ known: StatusTable, _ folder: UnlistedFolder,
    _ lines: Range<Int>, _ state: SweepState
  ) {
    self.manifest = manifest
    self.known = known
    (self.folder, self.lines, self.state) = (folder, lines, state)
    prefix = folder.path.map { $0.bytes.count + 1 } ?? 0
    found.firstLine = lines.lowerBound
  }

  /// Whether everything directly in the folder is proved to be as listed.
  mutating func compare(_ knownFolders: KnownFolders) -> Bool {
    guard let status = folder.status, !lines.isEmpty, let names = readLines(),
      files.count <= Self.maximumCount, knownFolders.isKnown(status, names)
    else { return false }
    var distance = state.distance.load(ordering: .relaxed)
    var block = state.block(folder.path, status)
    var buffer = NameBuffer()
    let (manifest, lookup) = (manifest, folder.lookup)
    let text = manifest.bytes.span
    for file in files {
      let name = text.extracting(file.name)
      guard
        let (record, size) = lookup.find(name, in: known, guess: file.line + distance, &buffer),
        known.withPayload(of: record, { manifest.hasDigest(file.line, $0) })
      else { return false }
      distance = record - file.line
      guard block?.append(name, record, of: known) ?? true else { return false }
      found.total.files += 1
      found.total.bytes &+= size
    }
    found.block = block
    state.distance.store(distance, ordering: .relaxed)
    return true
  }

  /// The sum of the names in the folder, as the manifest has them; nil where they are escaped.
  private mutating func readLines() -> NameSum? {
    var sum = NameSum()
    let manifest = manifest
    let text = manifest.bytes.span
    files.reserveCapacity(lines.count)
    var line = lines.lowerBound
    while line < lines.upperBound {
      guard let name = name(line) else { return nil }
      let rest = text.extracting(name)
      if let slash = ByteOrder.firstIndex(of: UInt8(ascii: "/"), in: rest, from: 0) {
        sum.add(rest.extracting(0..<slash), isFolder: true)
        let end = (line..<lines.upperBound).partitioningIndex { !isInside($0, name, slash + 1) }
        add(folder: name.lowerBound..<name.lowerBound + slash, line..<end)
        line = end
      } else {
        sum.add(rest, isFolder: false)
        files.append((line, name))
        line += 1
      }
    }
    return sum
  }

  /// Where the name of a line stands, from this folder on; nil when it is written with escapes.
  @inline(__always) private func name(_ line: Int) -> Range<Int>? {
    let place = manifest.place(of: line)
    guard !place.isEscaped, place.name.lowerBound + prefix < place.name.upperBound else {
      return nil
    }
    return place.name.lowerBound + prefix..<place.name.upperBound
  }

  /// Whether a line's name begins as another's does, up to and with a slash; of lines with escapes
  /// too, whose names are longer.
  private func isInside(_ line: Int, _ other: Range<Int>, _ length: Int) -> Bool {
    let text = manifest.bytes.span
    let start = text.extracting(other.lowerBound..<other.lowerBound + length)
    guard let name = name(line) else {
      let name = manifest.line(line).name.dropFirst(prefix).prefix(length)
      return ByteOrder.compare(name.span, start) == 0
    }
    return ByteOrder.compare(text.extracting(name.prefix(length)), start) == 0
  }

  private mutating func add(folder name: Range<Int>, _ lines: Range<Int>) {
    let inner = RelativePath(unchecked: Array(manifest.bytes[name]))
    folders.append((folder.path?.appending(inner) ?? inner, lines))
  }
}
