// SPDX-License-Identifier: Apache-2.0

import Files

/// A folder that holds index entries, itself or further down.
///
/// Entries are sorted by the bytes of their whole path, so that all entries below a folder stand
/// together. Folders are kept in depth-first order: the ones inside a folder follow it, up to
/// `next`.
struct IndexFolder {
  /// The first entry at or below it.
  var first: Int32
  /// One past the last entry at or below it.
  var end: Int32
  /// The folder around it; -1 for the root.
  var parent: Int32
  /// The first folder that is not inside it.
  var next: Int32
  /// Bytes of its path with the final slash, which every entry in it starts with; 0 for the root.
  var prefixLength: UInt32

  /// The entries at or below it.
  var entries: Range<Int> { Int(first)..<Int(end) }
}

/// What a name in a folder stands for in the index.
enum Tracked: Equatable {
  /// The entry at this position.
  case entry(Int)
  /// The folder at this position.
  case folder(Int)
}

/// Numbers of the entries that are not plain files at stage 0 without flags.
struct IndexMarks {
  var assumeUnchanged: [Int32] = []
  var skipWorktree: [Int32] = []
  var intentToAdd: [Int32] = []
  var unmerged: [Int32] = []
  var gitlinks: [Int32] = []
  var symbolicLinks: [Int32] = []
  /// Entries whose last component is `.gitattributes`.
  var attributeFiles: [Int32] = []
}

/// Everything that a parsed index holds; shared, never changed.
final class IndexStorage: Sendable {
  /// Where one entry's parts are; 12 bytes, so that a million entries fit beside the file.
  struct Record {
    /// Offset of the stat fields in the file.
    var entry: UInt32
    /// Offset of the path in `paths`; a NUL follows it.
    var path: UInt32
    /// Bytes of the path.
    var pathLength: UInt32
  }

  let file: RawBytes
  let paths: RawBytes
  let version: UInt32
  let records: [Record]
  let folders: [IndexFolder]
  let marks: IndexMarks

  init(
    file: RawBytes, paths: RawBytes, version: UInt32, records: [Record], folders: [IndexFolder],
    marks: IndexMarks
  ) {
    self.file = file
    self.paths = paths
    self.version = version
    self.records = records
    self.folders = folders
    self.marks = marks
  }
}

extension IndexStorage {
  /// How many entries and folders stand directly in a folder.
  func childCount(of number: Int) -> Int {
    let folder = folders[number]
    var count = folder.entries.count
    var child = number + 1
    while child < Int(folder.next) {
      count -= folders[child].entries.count - 1
      child = Int(folders[child].next)
    }
    return count
  }

  /// Calls the closure with everything directly in a folder, in index order.
  ///
  /// It is given the whole path, where the last component starts, and what it is. Versions of a
  /// merge conflict come one by one.
  @inline(__always)
  func forEachChild(of number: Int, _ body: (PathView, Int, Tracked) -> Void) {
    let folder = folders[number]
    let prefix = Int(folder.prefixLength)
    var (entry, child) = (Int(folder.first), number + 1)
    while entry < Int(folder.end) {
      let view = view(entry)
      if child < Int(folder.next), Int(folders[child].first) == entry {
        let inner = folders[child]
        body(unsafe PathView(view.base, Int(inner.prefixLength) - 1), prefix, .folder(child))
        (entry, child) = (Int(inner.end), Int(inner.next))
      } else {
        body(view, prefix, .entry(entry))
        entry += 1
      }
    }
  }

  /// Whether this is an entry with the same path as the one before: a version of a merge conflict.
  @inline(__always) func isLaterStage(_ tracked: Tracked) -> Bool {
    guard case .entry(let number) = tracked else { return false }
    return file.byte(Int(records[number].entry) + 60) & 0x30 != 0 && number > 0
      && view(number).equals(view(number - 1))
  }

  /// The sum of the names directly in a folder; no merge conflict may be in it.
  func nameSum(of number: Int) -> NameSum {
    var sum = NameSum()
    forEachChild(of: number) { path, start, tracked in
      let name = unsafe UnsafeRawBufferPointer(start: path.base + start, count: path.count - start)
      let isFolder = if case .folder = tracked { true } else { false }
      unsafe name.withMemoryRebound(to: UInt8.self) {
        unsafe sum.add($0.span, isFolder: isFolder)
      }
    }
    return sum
  }
}
