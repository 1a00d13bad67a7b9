// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// The git tree that an index would be committed as, computed from its entries alone.
///
/// When its id is the id of a commit's tree then every path, mode and blob id is the commit's; no
/// object has to be read, and nothing in the index's own cache of trees is believed. The bytes of a
/// tree object are those of git-mktree(1).
public struct IndexTree: Sendable {
  /// 20 bytes a folder, in the order of the index's folders.
  private let ids: [UInt8]
  private let paths: [[UInt8]: Int]

  /// The id of the root tree; the empty tree's for an empty index.
  public var id: ObjectID { id(at: 0) }

  /// The id of a folder's tree, or nil when the index holds nothing in it.
  public func id(ofFolder path: RelativePath) -> ObjectID? {
    paths[path.bytes].map { id(at: $0) }
  }

  /// Every folder that would be a tree, without the root, in no order.
  public var folders: [RelativePath] { paths.keys.map { RelativePath(unchecked: $0) } }

  private func id(at folder: Int) -> ObjectID {
    ObjectID(unchecked: Array(ids[folder * 20..<folder * 20 + 20]))
  }

  init(ids: [UInt8], paths: [[UInt8]: Int]) {
    self.ids = ids
    self.paths = paths
  }
}

extension GitIndex {
  /// The id of the tree that this index would be committed as; nil within a merge conflict.
  ///
  /// As in `git write-tree`, entries of `git add --intent-to-add` are left out, and folders that
  /// hold nothing else with them.
  public func treeID() -> ObjectID? {
    guard storage.marks.unmerged.isEmpty else { return nil }
    var hasher = TreeHasher(self)
    return ObjectID(unchecked: Array(hasher.hashAll()[..<20]))
  }

  /// All trees that this index would be committed as; nil within a merge conflict.
  public func tree() -> IndexTree? {
    guard storage.marks.unmerged.isEmpty else { return nil }
    var hasher = TreeHasher(self)
    let ids = hasher.hashAll()
    var paths: [[UInt8]: Int] = [:]
    for folder in storage.folders.indices.dropFirst() where !hasher.isEmpty[folder] {
      paths[folderPath(folder)] = folder
    }
    return IndexTree(ids: ids, paths: paths)
  }
}

/// Writes and hashes one tree after another, the inner ones first.
private struct TreeHasher: ~Copyable {
  private let index: GitIndex
  private var ids: [UInt8]
  private(set) var isEmpty: [Bool]
  private var tree = RawBytesBuilder(capacity: 65_536)

  init(_ index: GitIndex) {
    self.index = index
    ids = [UInt8](repeating: 0, count: index.storage.folders.count * 20)
    isEmpty = [Bool](repeating: false, count: index.storage.folders.count)
  }

  mutating func hashAll() -> [UInt8] {
    for folder in index.storage.folders.indices.reversed() {
      tree.removeAll()
      write(folder)
      isEmpty[folder] = tree.count == 0
      var hasher = StreamHasher(.sha1)
      hasher.update(Array("tree \(tree.count)\0".utf8))
      unsafe hasher.update(
        bufferPointer: UnsafeRawBufferPointer(start: tree.base, count: tree.count))
      ids.replaceSubrange(folder * 20..<folder * 20 + 20, with: hasher.finalize().bytes)
    }
    return ids
  }

  /// Entries stand in the order that trees want: a folder sorts as if its name ended in a slash.
  private mutating func write(_ number: Int) {
    let folder = index.storage.folders[number]
    let prefix = Int(folder.prefixLength)
    var (entry, child) = (Int(folder.first), number + 1)
    while entry < Int(folder.end) {
      if child < Int(folder.next), Int(index.storage.folders[child].first) == entry {
        let inner = index.storage.folders[child]
        writeFolder(child, inner, prefix)
        (entry, child) = (Int(inner.end), Int(inner.next))
      } else {
        writeFile(entry, prefix)
        entry += 1
      }
    }
  }

  private mutating func writeFolder(_ number: Int, _ folder: IndexFolder, _ prefix: Int) {
    guard !isEmpty[number] else { return }
    let view = index.storage.view(Int(folder.first))
    append("40000 ")
    unsafe tree.append(view.base + prefix, Int(folder.prefixLength) - 1 - prefix)
    tree.append(0)
    tree.reserve(20)
    unsafe ids.withUnsafeBytes { all in
      if let base = all.baseAddress { unsafe tree.append(base + number * 20, 20) }
    }
  }

  private mutating func writeFile(_ number: Int, _ prefix: Int) {
    let file = index.storage.file
    let start = index.entryOffset(number)
    if file.big16(start + 60) & 0x4000 != 0, file.big16(start + 62) & 0x2000 != 0 { return }
    let view = index.storage.view(number)
    // The NUL that follows the path in the index is the one that a tree wants.
    unsafe tree.appendAll(
      UnsafeRawPointer(Self.modeText(file.big32(start + 24)).utf8Start), 7,
      view.base + prefix, view.count - prefix + 1, file.base + start + 40, 20)
  }

  private static func modeText(_ mode: UInt32) -> StaticString {
    switch mode {
    case 0o100755: "100755 "
    case 0o120000: "120000 "
    case 0o160000: "160000 "
    default: "100644 "
    }
  }

  private mutating func append(_ text: StaticString) {
    unsafe tree.append(UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount)
  }
}
