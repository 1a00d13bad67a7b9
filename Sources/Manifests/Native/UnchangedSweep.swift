// SPDX-License-Identifier: Apache-2.0

import Files
import Synchronization

/// Proves, without reading a file, that a folder is what its native manifest says.
///
/// Names and statuses are gone through once, folder by folder, beside the lines of the manifest,
/// which have the same order; every digest must be known. It answers no as soon as anything is in
/// doubt: then the data is read, and the reader says what is different.
struct UnchangedSweep {
  /// What was looked at.
  struct Total: Sendable, Equatable {
    var files = 0
    var bytes: Int64 = 0
  }

  private let manifest: NativeManifest
  private let known: KnownDigests

  init(_ manifest: NativeManifest, _ known: KnownDigests) {
    (self.manifest, self.known) = (manifest, known)
  }

  /// The number of files and bytes when the folder is proved unchanged; nil when it is not.
  func prove(_ root: borrowing RootDirectory) -> Total? {
    guard known.records.count >= manifest.count else { return nil }
    let (manifest, known) = (manifest, known)
    let outcome = Outcome()
    SortedWalk.run(root, manifest.indices) { folder, lines, content in
      guard outcome.isOpen, case .success(let content) = content else {
        outcome.add(nil)
        return []
      }
      var walk = FolderSweep(manifest, known, folder, lines)
      outcome.add(walk.compare(content))
      return walk.folders
    }
    return outcome.total
  }

  /// What the threads have found together; nothing as soon as one of them has a doubt.
  private final class Outcome: Sendable {
    private let state = Mutex<Total?>(Total())

    var isOpen: Bool { state.withLock { $0 != nil } }
    var total: Total? { state.withLock { $0 } }

    func add(_ more: Total?) {
      state.withLock { total in
        guard let sum = total, let more else {
          total = nil
          return
        }
        total = Total(files: sum.files + more.files, bytes: sum.bytes &+ more.bytes)
      }
    }
  }
}

/// One folder beside the lines of the manifest that lie in it.
private struct FolderSweep {
  private let manifest: NativeManifest
  private let known: KnownDigests
  private let folder: RelativePath?
  private let prefix: Int
  private var lines: Range<Int>
  private(set) var folders: [(RelativePath, Range<Int>)] = []

  init(
    _ manifest: NativeManifest, _ known: KnownDigests, _ folder: RelativePath?, _ lines: Range<Int>
  ) {
    (self.manifest, self.known, self.folder, self.lines) = (manifest, known, folder, lines)
    prefix = folder.map { $0.bytes.count + 1 } ?? 0
  }

  /// The files directly in the folder; nil when anything is not as listed.
  mutating func compare(_ content: SortedFolder) -> UnchangedSweep.Total? {
    var total = UnchangedSweep.Total()
    for entry in content.entries {
      let name = content.name(of: entry)
      switch entry.status.kind {
      case .directory: enter(name)
      case .file:
        guard let line = next(), ByteOrder.compare(rest(line), name) == 0,
          known.knows(entry.status, as: line.hex)
        else { return nil }
        total.files += 1
        total.bytes &+= entry.status.size
      case .symbolicLink, .special: return nil
      }
    }
    return lines.isEmpty ? total : nil
  }

  private mutating func next() -> NativeLine? {
    guard !lines.isEmpty else { return nil }
    defer { lines = (lines.lowerBound + 1)..<lines.upperBound }
    return manifest.line(lines.lowerBound)
  }

  private func rest(_ line: NativeLine) -> ArraySlice<UInt8> { line.name.dropFirst(prefix) }

  /// Takes the lines below a folder, whose name ends with a slash, out of those to come.
  private mutating func enter(_ name: ArraySlice<UInt8>) {
    var low = lines.lowerBound
    var high = lines.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if rest(manifest.line(middle)).starts(with: name) { low = middle + 1 } else { high = middle }
    }
    let inner = RelativePath(unchecked: Array(name.dropLast()))
    folders.append((folder?.appending(inner) ?? inner, lines.lowerBound..<low))
    lines = low..<lines.upperBound
  }
}
