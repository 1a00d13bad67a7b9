// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

/// The file that `DataFileIndex` keeps: which dataset holds which file, sorted by file, so that a
/// look-up reads a few records, whatever their number.
///
/// A header of 64 bytes has a magic line, the ledger's head that the table is of, and the number of
/// records, big-endian. Behind the records stands the SHA-256 of every block of 64 of them, after the
/// header and the block's number: a record is believed only when its block is what was written.
/// Whatever is no such file counts as missing, and is made anew.
struct DataFileTable {
  /// A block is not what was written.
  struct Damage: Error {}

  private static let magic = Array("modelgate data files, version 2\n".utf8)
  private static let headerSize = 64
  private static let blockCount = 64
  private static let checksumSize = 32
  /// More records than this are not kept: 2 GiB.
  static let recordLimit = 1 << 25

  /// The ledger's head that it is of.
  let head: ObjectID
  private let path: FilePath
  private let count: Int
  private let header: [UInt8]

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
      size == Self.size(of: Int(number))
    else { return nil }
    (self.head, self.path, count, self.header) = (head, path, Int(number), header)
  }

  private static func size(of count: Int) -> Int64 {
    Int64(place(of: count) + blocks(of: count) * checksumSize)
  }

  private static func blocks(of count: Int) -> Int { (count + blockCount - 1) / blockCount }

  private static func place(of record: Int) -> Int { headerSize + record * DataFileRecord.size }

  private static func checksum(_ number: Int, of block: some Sequence<UInt8>, _ header: [UInt8])
    -> [UInt8]
  {
    var text = header
    DataFileRecord.append(UInt64(number), to: &text)
    return Digest.of(text + block).bytes
  }

  /// The datasets that stand beside a file; throws ``Damage`` when what says so is damaged.
  func datasets(with file: Digest) throws -> [Digest] {
    let (descriptor, _) = try FileDescriptor.openRegularFile(path)
    defer { try? descriptor.close() }
    let reader = try FileReader(descriptor, path: path)
    var last: (number: Int, block: [UInt8])?
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      let record = try bytes(middle, of: reader, &last)
      if ByteOrder.compare(record.prefix(32), file.bytes[...]) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var found: [Digest] = []
    while low < count {
      let record = try bytes(low, of: reader, &last)
      guard record.prefix(32).elementsEqual(file.bytes),
        let dataset = Digest(.sha256, bytes: Array(record.suffix(32)))
      else { break }
      found.append(dataset)
      low += 1
    }
    return found
  }

  /// A record, out of a block that is what was written; the last block is kept.
  private func bytes(
    _ index: Int, of reader: FileReader, _ last: inout (number: Int, block: [UInt8])?
  ) throws -> ArraySlice<UInt8> {
    let number = index / Self.blockCount
    let block = try last?.number == number ? last?.block ?? [] : readBlock(number, of: reader)
    last = (number, block)
    let start = index % Self.blockCount * DataFileRecord.size
    return block[start..<(start + DataFileRecord.size)]
  }

  private func readBlock(_ number: Int, of reader: FileReader) throws -> [UInt8] {
    let first = number * Self.blockCount
    let size = min(Self.blockCount, count - first) * DataFileRecord.size
    let block = try reader.read(at: Int64(Self.place(of: first)), count: size)
    let place = Self.place(of: count) + number * Self.checksumSize
    let checksum = try reader.read(at: Int64(place), count: Self.checksumSize)
    guard block.count == size, checksum == Self.checksum(number, of: block, header) else {
      throw Damage()
    }
    return block
  }

  /// All records; throws ``Damage`` when one of them is damaged.
  func records() throws -> [DataFileRecord] {
    let (descriptor, _) = try FileDescriptor.openRegularFile(path)
    defer { try? descriptor.close() }
    let reader = try FileReader(descriptor, path: path)
    var records: [DataFileRecord] = []
    records.reserveCapacity(count)
    for number in 0..<Self.blocks(of: count) {
      var rest = try readBlock(number, of: reader)[...]
      while let record = DataFileRecord(rest) {
        records.append(record)
        rest = rest.dropFirst(DataFileRecord.size)
      }
    }
    return records
  }

  /// Replaces the table.
  static func write(_ records: [DataFileRecord], _ head: ObjectID, to path: FilePath) throws {
    guard records.count < recordLimit else { throw LineageError.tooManyFiles(limit: recordLimit) }
    var bytes = magic + head.bytes
    bytes += [UInt8](repeating: 0, count: headerSize - 8 - bytes.count)
    DataFileRecord.append(UInt64(records.count), to: &bytes)
    let header = bytes
    bytes.reserveCapacity(Int(size(of: records.count)))
    for record in records { record.append(to: &bytes) }
    for number in 0..<blocks(of: records.count) {
      let first = number * blockCount
      let end = place(of: min(first + blockCount, records.count))
      bytes += checksum(number, of: bytes[place(of: first)..<end], header)
    }
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

  /// The dataset.
  var dataset: Digest? {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return Digest(.sha256, bytes: Array(bytes.suffix(32)))
  }

  /// Whether the file has this digest.
  func isOf(_ file: Digest) -> Bool {
    Self(file: file, dataset: Self.unreadMark)?.words.lowHalf == words.lowHalf
  }

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
