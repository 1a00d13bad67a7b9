// SPDX-License-Identifier: Apache-2.0

import Files

/// Finds the folders of a sorted list of paths while it is read.
struct IndexFolderBuilder {
  private var folders: [IndexFolder] = [
    IndexFolder(first: 0, end: 0, parent: -1, next: 1, prefixLength: 0)
  ]
  /// The folders around the last entry, the root first.
  private var open: [Int32] = [0]
  /// Bytes of the innermost open folder's path, with its final slash.
  private(set) var currentPrefix = 0

  /// Leaves and enters folders for the next entry.
  ///
  /// - Parameters:
  ///   - number: its position.
  ///   - path: its path.
  ///   - common: bytes that its path shares with the one before.
  /// - Returns: whether each new component may stand in an index.
  mutating func enter(_ number: Int, _ path: PathView, common: Int) -> Bool {
    while currentPrefix > common { leave(at: number) }
    var start = currentPrefix
    var offset = common
    while offset < path.count {
      let byte = path[offset]
      if byte == UInt8(ascii: "/") {
        guard path.isComponent(start, offset) else { return false }
        start = offset + 1
        push(number, prefixLength: start)
      } else if byte == 0 {
        return false
      }
      offset += 1
    }
    return path.isComponent(start, path.count)
  }

  private mutating func push(_ number: Int, prefixLength: Int) {
    let folder = IndexFolder(
      first: Int32(truncatingIfNeeded: number), end: 0, parent: open[open.count - 1], next: 0,
      prefixLength: UInt32(truncatingIfNeeded: prefixLength))
    open.append(Int32(truncatingIfNeeded: folders.count))
    folders.append(folder)
    currentPrefix = prefixLength
  }

  private mutating func leave(at number: Int) {
    let folder = Int(open.removeLast())
    folders[folder].end = Int32(truncatingIfNeeded: number)
    folders[folder].next = Int32(truncatingIfNeeded: folders.count)
    currentPrefix = open.last.map { Int(folders[Int($0)].prefixLength) } ?? 0
  }

  /// Closes all folders and returns them.
  mutating func finish(entryCount: Int) -> [IndexFolder] {
    while !open.isEmpty { leave(at: entryCount) }
    return folders
  }
}

extension IndexStorage {
  /// The first path that stands for a file and for a folder at once, printable.
  ///
  /// In a merge conflict that can be so between stages.
  var firstFileThatIsAlsoFolder: String? {
    for folder in folders.dropFirst() {
      guard
        let parent = folders.indices.contains(Int(folder.parent))
          ? folders[Int(folder.parent)] : nil,
        let twin = file(named: folder, in: Int(parent.first)..<Int(folder.first)),
        stage(twin) == 0, stage(Int(folder.first)) == 0
      else { continue }
      return RelativePath.quoted(view(twin).array)
    }
    return nil
  }

  private func stage(_ number: Int) -> UInt16 {
    file.big16(Int(records[number].entry) + 60) >> 12 & 3
  }

  /// Searches for the entry whose path is the folder's without its slash.
  private func file(named folder: IndexFolder, in range: Range<Int>) -> Int? {
    let record = records[Int(folder.first)]
    let wanted = unsafe PathView(
      paths.base + Int(record.path), Int(folder.prefixLength) - 1)
    // All that stands between the two starts with that path; mostly nothing does.
    guard !range.isEmpty, view(range.upperBound - 1).commonPrefix(wanted) == wanted.count else {
      return nil
    }
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if view(middle).precedes(wanted) { low = middle + 1 } else { high = middle }
    }
    guard low < range.upperBound else { return nil }
    let found = view(low)
    return found.count == wanted.count && found.commonPrefix(wanted) == wanted.count ? low : nil
  }

  /// The path of an entry, in place.
  @inline(__always) func view(_ number: Int) -> PathView {
    let record = records[number]
    return unsafe PathView(paths.base + Int(record.path), Int(record.pathLength))
  }
}

extension PathView {
  /// Whether this path is before another in the order of bytes.
  @inline(__always) func precedes(_ other: PathView) -> Bool {
    let common = commonPrefix(other)
    if common == count { return common < other.count }
    return common < other.count && self[common] < other[common]
  }
}
