// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// An object as it stands in a pack: whole, or as changes to another.
struct PackEntry {
  /// What the changes are to.
  enum Base {
    /// An object that starts at this offset of the same pack.
    case offset(Int64)
    /// An object of any pack.
    case id(ObjectID)
  }

  /// Nil for an object that is whole.
  let base: Base?
  /// Of what is compressed.
  private let size: Int
  private let start: Int64

  /// Reads what stands at an offset; nil for what git does not write.
  init?(in pack: FileReader, at offset: Int64) throws(FileError) {
    var head = PackHead(try pack.read(at: offset, count: 64))
    guard let (kind, size) = head.kindAndSize() else { return nil }
    switch kind {
    case 1...4: base = nil
    case 6:
      guard let distance = head.distance(), distance > 0, distance < offset else { return nil }
      base = .offset(offset - distance)
    case 7:
      guard let id = ObjectID(bytes: head.take(20)) else { return nil }
      base = .id(id)
    default: return nil
    }
    self.size = size
    start = offset + Int64(head.position)
  }

  /// What is compressed, up to a limit.
  func content(of pack: FileReader, limit: Int) throws -> [UInt8]? {
    guard size <= limit else { return nil }
    // What cannot be compressed gets a little longer, by five bytes for each block.
    let bytes = try pack.read(at: start, count: size + size / 1000 + 64)
    // After the two bytes of RFC 1950; the sum behind the content is left to git's own digest.
    let content = try Inflate.inflate(Array(bytes.dropFirst(2)), limit: size)
    return content.count == size ? content : nil
  }
}

/// Reads the numbers before what is compressed.
private struct PackHead {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func take(_ count: Int) -> [UInt8] {
    let taken = bytes[position...].prefix(count)
    position += taken.count
    return Array(taken)
  }

  private mutating func next() -> Int64? { take(1).first.map(Int64.init) }

  /// Three bits and four, and then the lowest seven first.
  mutating func kindAndSize() -> (Int64, Int)? {
    guard var byte = next() else { return nil }
    let kind = byte >> 4 & 7
    var size = byte & 15
    var shift: Int64 = 4
    while byte & 0x80 != 0 {
      guard shift < 50, let following = next() else { return nil }
      byte = following
      size |= (byte & 0x7f) << shift
      shift += 7
    }
    return (kind, Int(size))
  }

  /// The highest seven bits first, each but the last counted from one.
  mutating func distance() -> Int64? {
    guard var byte = next() else { return nil }
    var distance = byte & 0x7f
    while byte & 0x80 != 0 {
      guard distance < 1 << 50, let following = next() else { return nil }
      byte = following
      distance = (distance + 1) << 7 | byte & 0x7f
    }
    return distance
  }
}
