// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// Where each object of a pack stands in it: an `.idx` file of version 2.
///
/// What does not look like one is nil, and not found; whoever asks has another way.
struct PackIndex {
  private static let start: [UInt8] = [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]
  private static let idSize: Int64 = 20
  private static let headSize: Int64 = 8 + 256 * 4

  private let file: FileReader
  private let head: [UInt8]
  private let count: Int64

  init?(_ file: FileReader) throws(FileError) {
    self.file = file
    head = try file.read(at: 0, count: Int(Self.headSize))
    guard head.count == Int(Self.headSize), head.starts(with: Self.start) else { return nil }
    count = Self.number(head, Int(Self.headSize) - 4)
    // An id, a checksum and an offset each.
    guard Self.headSize + count * (Self.idSize + 8) <= file.size else { return nil }
  }

  private var offsets: Range<Int64> {
    let start = Self.headSize + count * (Self.idSize + 4)
    return start..<(start + count * 4)
  }

  /// Where an object starts in the pack.
  func offset(of id: ObjectID) throws(FileError) -> Int64? {
    guard let byte = id.bytes.first, id.bytes.count == Int(Self.idSize) else { return nil }
    let first = byte == 0 ? 0 : Self.number(head, 8 + (Int(byte) - 1) * 4)
    let end = Self.number(head, 8 + Int(byte) * 4)
    guard first <= end, end <= count else { return nil }
    let ids = try file.read(
      at: Self.headSize + first * Self.idSize, count: Int((end - first) * Self.idSize))
    let found = stride(from: 0, to: ids.count, by: Int(Self.idSize)).first {
      ids[$0...].starts(with: id.bytes)
    }
    return try found.map { place throws(FileError) in
      try offset(at: first + Int64(place) / Self.idSize)
    } ?? nil
  }

  /// Those from 2 GiB on stand in a table of their own.
  private func offset(at position: Int64) throws(FileError) -> Int64? {
    let bytes = try file.read(at: offsets.lowerBound + position * 4, count: 4)
    guard bytes.count == 4 else { return nil }
    let number = Self.number(bytes, 0)
    guard number & Self.isLarge != 0 else { return number }
    let large = try file.read(at: offsets.upperBound + (number ^ Self.isLarge) * 8, count: 8)
    guard large.count == 8 else { return nil }
    let (high, low) = (Self.number(large, 0), Self.number(large, 4))
    return high < Self.isLarge ? high << 32 | low : nil
  }

  private static let isLarge: Int64 = 1 << 31

  /// The object that starts at an offset below 2 GiB.
  func id(at offset: Int64) throws(FileError) -> ObjectID? {
    guard offset >= 0, offset < Self.isLarge else { return nil }
    var pieces = file.pieces(in: offsets)
    var position: Int64 = 0
    while let piece = try pieces.next() {
      for place in stride(from: 0, to: piece.count - 3, by: 4) {
        if Self.number(piece, place) == offset {
          return ObjectID(
            bytes: try file.read(
              at: Self.headSize + position * Self.idSize, count: Int(Self.idSize)))
        }
        position += 1
      }
    }
    return nil
  }

  /// Four bytes, the highest first.
  private static func number(_ bytes: some RandomAccessCollection<UInt8>, _ place: Int) -> Int64 {
    let start = bytes.index(bytes.startIndex, offsetBy: place)
    return bytes[start...].prefix(4).reduce(0) { $0 << 8 | Int64($1) }
  }
}
