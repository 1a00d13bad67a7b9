// SPDX-License-Identifier: Apache-2.0

/// Reads gitformat-index(5), believing nothing: every offset is proved before it is stored.
///
/// One pass reads the entries, proves that their paths are sorted, unique and beneath the root, and
/// finds the folders.
struct IndexParser: ~Copyable {
  static let trailerSize = 20
  static let fixedSize = 62
  /// Longest path; the kernel takes 4,096 bytes, an index may come from elsewhere.
  static let maximumPath = 65_535
  /// Most bytes that prefix compression may expand to.
  static let maximumExpansion = 1_500_000_000

  private let file: RawBytes
  private let name: String
  private var version: UInt32 = 2
  private var position = 12
  private var end = 0
  private var expanded: RawBytesBuilder
  private var records: [IndexStorage.Record] = []
  private var folders = IndexFolderBuilder()
  private var marks = IndexMarks()
  /// Where the path of the last entry stands in the file, when it is written whole there.
  private var last = (start: 0, length: 0)

  init(_ file: RawBytes, name: String) {
    self.file = file
    self.name = name
    expanded = RawBytesBuilder(capacity: 0)
  }

  mutating func parse() throws(WorktreeError) -> IndexStorage {
    var paths = file
    if file.count > 0 {
      let count = try parseHeader()
      records.reserveCapacity(count)
      for number in 0..<count where !parsePlainEntry() { try parseEntry(number) }
      try parseExtensions()
      if version == 4 { paths = takeExpanded() }
    }
    let storage = IndexStorage(
      file: file, paths: paths, version: version, records: records,
      folders: folders.finish(entryCount: records.count), marks: marks)
    if let twin = storage.firstFileThatIsAlsoFolder {
      throw corrupt("'\(twin)' is both a file and a folder")
    }
    return storage
  }

  private mutating func takeExpanded() -> RawBytes {
    var taken = RawBytesBuilder(capacity: 0)
    swap(&taken, &expanded)
    return taken.finish()
  }

  func corrupt(_ reason: String) -> WorktreeError { .corruptIndex(path: name, reason: reason) }

  private mutating func parseHeader() throws(WorktreeError) -> Int {
    guard file.count >= 12 + Self.trailerSize else { throw corrupt("it ends within its header") }
    guard file.big32(0) == 0x4449_5243 else { throw corrupt("it does not start with 'DIRC'") }
    version = file.big32(4)
    guard (2...4).contains(version) else {
      throw .unsupportedVersion(path: name, version: version)
    }
    end = file.count - Self.trailerSize
    let count = Int(file.big32(8))
    guard count <= (end - position) / Self.fixedSize else {
      throw corrupt("it announces \(count) entries, more than fit into it")
    }
    return count
  }

  private mutating func parseEntry(_ number: Int) throws(WorktreeError) {
    let start = position
    guard start + Self.fixedSize < end else { throw corrupt("it ends within entry \(number)") }
    let flags = file.big16(start + 60)
    var nameStart = start + Self.fixedSize
    var extended: UInt16 = 0
    if flags & 0x4000 != 0 {
      extended = file.big16(nameStart)
      nameStart += 2
      guard version >= 3, extended & ~0x6000 == 0, nameStart < end else {
        throw corrupt("entry \(number) has unknown flags")
      }
    }
    let record =
      version == 4
      ? try parseCompressedPath(number, start, nameStart)
      : try parsePath(number, start, nameStart)
    let declared = Int(flags & 0xfff)
    guard declared == min(Int(record.pathLength), 0xfff) else {
      throw corrupt("the path of entry \(number) has another length than announced")
    }
    try refuseStandIn(file.big32(start + 24), record)
    try mark(number, file.big32(start + 24), flags, extended)
    try order(number, record, stage: flags >> 12 & 3)
    records.append(record)
    last = (nameStart, Int(record.pathLength))
  }

  /// Reads what nearly every entry is, in the fewest steps: an unflagged file at stage 0, whose path
  /// is written whole and lies in the same folder as the one before.
  ///
  /// It proves all that `parseEntry` does, and reads nothing of any other entry.
  @inline(__always) private mutating func parsePlainEntry() -> Bool {
    let nameStart = position + Self.fixedSize
    guard version < 4, nameStart < end, last.length > 0 else { return false }
    // Any flag, and any later stage, makes this number larger than a length.
    let (length, mode) = (Int(file.big16(position + 60)), file.big32(position + 24))
    guard length > 0, length < 0xfff, mode == 0o100644 || mode == 0o100755 else { return false }
    let next = position + (Self.fixedSize + length + 8) & ~7
    guard next <= end, file.byte(nameStart + length) == 0 else { return false }
    let path = unsafe PathView(file.base + nameStart, length)
    let previous = unsafe PathView(file.base + last.start, last.length)
    let common = path.commonPrefix(previous)
    guard common < length, common == last.length || path[common] > previous[common],
      common >= folders.currentPrefix, path.isComponent(folders.currentPrefix, length),
      path.isName(from: common),
      !path.lastComponentIs(Self.attributesName, after: folders.currentPrefix)
    else { return false }
    records.append(record(position, path: nameStart, length))
    last = (nameStart, length)
    position = next
    return true
  }

  /// Folders stand in for their files in a sparse index, and nothing for a path where a split
  /// index replaces an entry of its other half: neither is corrupt, and neither is a list of files.
  private func refuseStandIn(_ mode: UInt32, _ record: IndexStorage.Record) throws(WorktreeError) {
    if mode == 0o040000 { throw .sparseIndex(path: name) }
    if record.pathLength == 0 { throw .splitIndex(path: name) }
  }

  private mutating func mark(_ number: Int, _ mode: UInt32, _ flags: UInt16, _ extended: UInt16)
    throws(WorktreeError)
  {
    let number32 = Int32(truncatingIfNeeded: number)
    switch TrackedMode(rawValue: mode) {
    case .file, .executable: break
    case .symbolicLink: marks.symbolicLinks.append(number32)
    case .gitlink: marks.gitlinks.append(number32)
    case nil: throw corrupt("entry \(number) has the unknown mode \(String(mode, radix: 8))")
    }
    if flags & 0x8000 != 0 { marks.assumeUnchanged.append(number32) }
    if flags & 0x3000 != 0 { marks.unmerged.append(number32) }
    if extended & 0x4000 != 0 { marks.skipWorktree.append(number32) }
    if extended & 0x2000 != 0 { marks.intentToAdd.append(number32) }
  }

  /// Versions 2 and 3: the path as it is, then 1 to 8 NULs up to a multiple of 8.
  private mutating func parsePath(_ number: Int, _ start: Int, _ nameStart: Int)
    throws(WorktreeError) -> IndexStorage.Record
  {
    var length = Int(file.big16(start + 60) & 0xfff)
    if length == 0xfff {
      let limit = min(end, nameStart + Self.maximumPath + 1)
      guard
        let stop = nameStart + length < limit ? file.firstNul(in: nameStart + length..<limit) : nil
      else { throw corrupt("the path of entry \(number) does not end") }
      length = stop - nameStart
    }
    let next = start + (nameStart - start + length + 8) & ~7
    guard next <= end, file.byte(nameStart + length) == 0 else {
      throw corrupt("the path of entry \(number) does not end")
    }
    position = next
    return record(start, path: nameStart, length)
  }

  /// Version 4: how many bytes to drop from the path before, then what follows them, then NUL.
  private mutating func parseCompressedPath(_ number: Int, _ start: Int, _ nameStart: Int)
    throws(WorktreeError) -> IndexStorage.Record
  {
    position = nameStart
    let previous = records.last.map { (Int($0.path), Int($0.pathLength)) } ?? (0, 0)
    guard let dropped = parseOffset(limit: previous.1),
      let stop = file.firstNul(in: position..<end)
    else { throw corrupt("the path of entry \(number) does not end") }
    let (kept, added) = (previous.1 - dropped, stop - position)
    guard kept + added <= Self.maximumPath else {
      throw corrupt("the path of entry \(number) is longer than \(Self.maximumPath) bytes")
    }
    let path = expanded.count
    guard path + kept + added < Self.maximumExpansion else {
      throw .tooLarge(path: name, what: "the length of all paths", limit: Self.maximumExpansion)
    }
    expanded.appendOwn(from: previous.0, kept)
    unsafe expanded.append(file.base + position, added)
    expanded.append(0)
    position = stop + 1
    return record(start, path: path, kept + added)
  }

  /// The variable-width number of pack offsets; nil when it exceeds the limit or does not end.
  private mutating func parseOffset(limit: Int) -> Int? {
    var value = 0
    for digit in 0..<5 {
      guard position < end else { return nil }
      let byte = file.byte(position)
      position += 1
      value = (digit == 0 ? 0 : (value + 1) << 7) + Int(byte & 0x7f)
      if byte & 0x80 == 0 { return value <= limit ? value : nil }
    }
    return nil
  }

  private func record(_ start: Int, path: Int, _ length: Int) -> IndexStorage.Record {
    IndexStorage.Record(
      entry: UInt32(truncatingIfNeeded: start), path: UInt32(truncatingIfNeeded: path),
      pathLength: UInt32(truncatingIfNeeded: length))
  }

  /// Proves that an entry follows the one before it, and enters its folders.
  private mutating func order(_ number: Int, _ record: IndexStorage.Record, stage: UInt16)
    throws(WorktreeError)
  {
    let base = unsafe version == 4 ? expanded.base : file.base
    let path = unsafe PathView(base + Int(record.path), Int(record.pathLength))
    var common = 0
    if let last = records.last {
      let previous = unsafe PathView(base + Int(last.path), Int(last.pathLength))
      common = path.commonPrefix(previous)
      if common == path.count && common == previous.count {
        let before = file.big16(Int(last.entry) + 60) >> 12 & 3
        guard before != 0, before < stage else {
          throw corrupt("entry \(number) repeats the path of the one before")
        }
        return
      }
      let isAfter =
        common == previous.count || common < path.count && path[common] > previous[common]
      guard isAfter else { throw corrupt("entry \(number) is not in order") }
    }
    guard folders.enter(number, path, common: common) else {
      throw corrupt("the path of entry \(number) does not lie beneath the root")
    }
    if path.lastComponentIs(Self.attributesName, after: folders.currentPrefix) {
      marks.attributeFiles.append(Int32(truncatingIfNeeded: number))
    }
  }

  private static let attributesName: StaticString = ".gitattributes"

  /// Skips optional extensions, whose names start with a capital, and refuses all others.
  private mutating func parseExtensions() throws(WorktreeError) {
    while position < end {
      guard end - position >= 8 else { throw corrupt("it ends within an extension") }
      let signature = file.array(position..<position + 4)
      let size = Int(file.big32(position + 4))
      guard size <= end - position - 8 else { throw corrupt("it ends within an extension") }
      position += 8 + size
      if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(signature[0]) { continue }
      switch signature {
      case Array("link".utf8): throw .splitIndex(path: name)
      case Array("sdir".utf8): throw .sparseIndex(path: name)
      default:
        throw .unsupportedExtension(path: name, name: String(decoding: signature, as: UTF8.self))
      }
    }
  }
}
