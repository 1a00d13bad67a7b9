// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

/// The file that `DataFileIndex` keeps: which dataset holds which file, sorted by file, so that a
/// look-up reads a few records, whatever their number.
///
/// A header of 64 bytes has a magic line, the ledger's head that the table is of, and the number of
/// records, big-endian. Whatever is no such file counts as missing, and is made anew.
struct DataFileTable {
  private static let magic = Array("modelgate data files, version 1\n".utf8)
  private static let headerSize = 64
  /// More records than this are not kept: 2 GiB.
  static let recordLimit = 1 << 25

  /// The ledger's head that it is of.
  let head: ObjectID
  private let path: FilePath
  private let count: Int

  /// Reads the header; nil when the file is missing, or no whole table.
  init?(_ path: FilePath) throws(FileError) {
    guard let opened = try? FileDescriptor.openRegularFile(path) else { return nil }
    defer { try? opened.0.close() }
    let size = opened.1.size
    let header = try FileReader(opened.0, path: path).read(at: 0, count: Self.headerSize)
    let number = header.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard header.count == Self.headerSize, header.starts(with: Self.magic),
      let head = ObjectID(bytes: Array(header[Self.magic.count..<(Self.magic.count + 20)])),
      number < UInt64(Self.recordLimit),
      size == Int64(Self.headerSize) + Int64(number) * Int64(DataFileRecord.size)
    else { return nil }
    (self.head, self.path, count) = (head, path, Int(number))
  }

  /// The datasets that stand beside a file.
  func datasets(with file: Digest) throws -> [Digest] {
    let (descriptor, _) = try FileDescriptor.openRegularFile(path)
    defer { try? descriptor.close() }
    let reader = try FileReader(descriptor, path: path)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if ByteOrder.compare(try bytes(middle, of: reader).prefix(32), file.bytes[...]) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var found: [Digest] = []
    while low < count {
      let record = try bytes(low, of: reader)
      guard record.prefix(32).elementsEqual(file.bytes),
        let dataset = Digest(.sha256, bytes: Array(record.suffix(32)))
      else { break }
      found.append(dataset)
      low += 1
    }
    return found
  }

  /// Empty where the file was cut meanwhile.
  private func bytes(_ index: Int, of reader: FileReader) throws(FileError) -> [UInt8] {
    try reader.read(
      at: Int64(Self.headerSize) + Int64(index) * Int64(DataFileRecord.size),
      count: DataFileRecord.size)
  }

  /// All records.
  func records() throws(FileError) -> [DataFileRecord] {
    let bytes = try SmallFile.read(
      path, limit: Self.headerSize + Self.recordLimit * DataFileRecord.size)
    var records: [DataFileRecord] = []
    records.reserveCapacity(count)
    var rest = bytes.dropFirst(Self.headerSize)
    while let record = DataFileRecord(rest) {
      records.append(record)
      rest = rest.dropFirst(DataFileRecord.size)
    }
    return records
  }

  /// Replaces the table.
  static func write(_ records: [DataFileRecord], _ head: ObjectID, to path: FilePath) throws {
    guard records.count < recordLimit else { throw LineageError.tooManyFiles(limit: recordLimit) }
    var bytes = magic + head.bytes
    bytes += [UInt8](repeating: 0, count: headerSize - 8 - bytes.count)
    DataFileRecord.append(UInt64(records.count), to: &bytes)
    bytes.reserveCapacity(headerSize + records.count * DataFileRecord.size)
    for record in records { record.append(to: &bytes) }
    try AtomicFile.write(bytes, to: path)
  }
}

/// That a dataset holds a file: SHA-256 of the file, then of the dataset.
struct DataFileRecord: Hashable, Comparable {
  static let size = 64
  /// Stands for the file in records of datasets that could not be read; sorts before all others.
  static let unreadMark = Digest(.sha256, bytes: [UInt8](repeating: 0, count: 32)) ?? .of([])

  /// Big-endian, so that they compare as their bytes do.
  private let words: SIMD8<UInt64>

  /// Nil for digests of another kind.
  init?(file: Digest, dataset: Digest) { self.init((file.bytes + dataset.bytes)[...]) }

  /// Reads the first 64 bytes.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count >= Self.size else { return nil }
    var words = SIMD8<UInt64>()
    for index in 0..<8 {
      let start = bytes.startIndex + 8 * index
      words[index] = bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    self.words = words
  }

  var isUnread: Bool { words.lowHalf == SIMD4() }

  func append(to bytes: inout [UInt8]) {
    for index in 0..<8 { Self.append(words[index], to: &bytes) }
  }

  static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
    }
  }

  static func < (left: Self, right: Self) -> Bool {
    for index in 0..<8 where left.words[index] != right.words[index] {
      return left.words[index] < right.words[index]
    }
    return false
  }

  /// Two sorted lists as one, with each record once.
  static func merge(_ left: ArraySlice<Self>, _ right: ArraySlice<Self>) -> [Self] {
    var (left, right) = (left, right)
    var merged: [Self] = []
    merged.reserveCapacity(left.count + right.count)
    func add(_ record: Self) {
      if merged.last != record { merged.append(record) }
    }
    while let one = left.first, let other = right.first {
      if one < other { left.removeFirst() } else { right.removeFirst() }
      add(min(one, other))
    }
    for record in left { add(record) }
    for record in right { add(record) }
    return merged
  }
}
