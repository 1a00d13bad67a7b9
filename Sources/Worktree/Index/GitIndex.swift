// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
public import SystemPackage

/// What git has staged: a sorted list of paths with their blobs, read from `.git/index`.
///
/// Versions 2, 3 and 4 of gitformat-index(5) with SHA-1 ids. Extensions that git calls optional are
/// skipped and nothing in them is believed; the others are refused. The file is kept in memory as it
/// is, with 12 bytes more an entry, and entries are decoded when they are asked for.
public struct GitIndex: Sendable {
  /// A larger file is refused; git's own index of ten million files is smaller.
  static let maximumSize = 2_000_000_000
  /// Stands for the time of a file that is not there.
  private static let neverWritten = Int64.min

  let storage: IndexStorage
  private let loader: IndexLoader
  /// When the file was last written, in nanoseconds since the epoch; entries that are not older
  /// prove nothing by their times.
  let written: Int64
  let name: String
  /// The file's status before it was read; nil of bytes without a file.
  let status: FileStatus?
  /// The tree that it would be committed as, when that is known of this very file; it then also has
  /// a right checksum and no twins.
  let knownTree: ObjectID?

  /// Whether it is worth while to keep what is found out about it.
  var isLarge: Bool { loader.isLarge }

  /// Reads an index; a file that is not there is an empty index, as git has it.
  ///
  /// - Parameters:
  ///   - path: the index; a link is followed.
  ///   - verifyChecksum: whether to wait until the SHA-1 at the end is compared; else
  ///     `verifyChecksum()` must be called before anything is believed, as `WorktreeScan` does.
  ///   - known: what was found out about indexes before.
  /// - Throws: when it cannot be read, is corrupt, or holds what this reader does not know.
  public init(
    readingFrom path: FilePath, verifyChecksum: Bool = true, known: KnownIndexes? = nil
  ) throws(WorktreeError) {
    let (bytes, status) = try Self.load(path)
    guard bytes.count > 0 || status == nil else {
      throw .corruptIndex(path: path.printable, reason: "it is empty")
    }
    try self.init(
      bytes, status, written: status.map { min($0.modified, $0.changed) },
      tree: status.flatMap { known?.tree(of: $0) }, name: path.printable)
    if verifyChecksum { try self.verifyChecksum() }
  }

  /// Parses the bytes of an index.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - written: when it was written, in nanoseconds since the epoch; without it no entry is ever
  ///     believed clean by its times.
  ///   - name: what to call it in errors.
  /// - Throws: when it is corrupt, or holds what this reader does not know.
  public init(bytes: [UInt8], written: Int64? = nil, name: String = "index")
    throws(WorktreeError)
  {
    try self.init(RawBytes(bytes), nil, written: written, tree: nil, name: name)
    try verifyChecksum()
  }

  private init(
    _ bytes: RawBytes, _ status: FileStatus?, written: Int64?, tree: ObjectID?, name: String
  ) throws(WorktreeError) {
    loader = IndexLoader(bytes, name: name, isKnown: tree != nil)
    storage = try loader.load()
    self.written = written ?? Self.neverWritten
    self.name = name
    self.status = status
    knownTree = tree
  }

  /// The bytes, and the status from before they were read; none of a file that is not there.
  private static func load(_ path: FilePath) throws(WorktreeError) -> (RawBytes, FileStatus?) {
    do throws(FileError) {
      let (file, status) = try FileDescriptor.openRegularFile(path)
      defer { try? file.close() }
      guard status.size <= maximumSize else {
        throw FileError("read", path, .fileTooLarge)
      }
      do {
        return (try RawBytes(file, size: Int(status.size)), status)
      } catch {
        throw FileError("read", path, error)
      }
    } catch {
      if error.errno == .noSuchFileOrDirectory { return (RawBytes([]), nil) }
      throw .file(error)
    }
  }

  /// The format version: 2, 3 or 4.
  public var version: Int { Int(storage.version) }

  /// The number of entries.
  public var count: Int { storage.records.count }

  /// The entry at a position, decoded.
  public subscript(number: Int) -> IndexEntry {
    IndexEntry(
      path: path(number), id: id(number), mode: mode(number), stage: stage(number),
      flags: flags(number), stat: stat(number))
  }

  /// The first entry with this path, whatever its stage.
  public func firstIndex(of path: RelativePath) -> Int? {
    let number = lowerBound(path.bytes)
    guard number < count, pathBytes(number) == path.bytes else { return nil }
    return number
  }

  /// Entries that git does not look at because of `--assume-unchanged`.
  public var assumeUnchanged: [Int] { storage.marks.assumeUnchanged.map(Int.init) }
  /// Entries that git does not look at because of a sparse checkout or `--skip-worktree`.
  public var skipWorktree: [Int] { storage.marks.skipWorktree.map(Int.init) }
  /// Entries whose content was never added (`git add --intent-to-add`).
  public var intentToAdd: [Int] { storage.marks.intentToAdd.map(Int.init) }
  /// Entries that belong to a merge conflict.
  public var unmerged: [Int] { storage.marks.unmerged.map(Int.init) }
  /// Entries that are submodules.
  public var gitlinks: [Int] { storage.marks.gitlinks.map(Int.init) }
  /// Entries that are symbolic links.
  public var symbolicLinks: [Int] { storage.marks.symbolicLinks.map(Int.init) }
  /// Entries whose name is `.gitattributes`.
  public var attributeFiles: [Int] { storage.marks.attributeFiles.map(Int.init) }

  /// Compares the SHA-1 at the end with the bytes before it.
  ///
  /// All zeros are what `index.skipHash` writes, and are accepted.
  public func verifyChecksum() throws(WorktreeError) {
    guard loader.isChecksumRight else {
      throw .corruptIndex(path: name, reason: "its checksum does not match its content")
    }
  }
}
