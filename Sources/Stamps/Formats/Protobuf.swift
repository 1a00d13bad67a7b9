// SPDX-License-Identifier: Apache-2.0

/// One field of a protobuf message as it stands on the wire.
///
/// Wire format: <https://protobuf.dev/programming-guides/encoding/>.
struct ProtobufField {
  /// What a field holds.
  enum Content: Equatable {
    case varint(UInt64)
    /// Four or eight bytes.
    case fixed
    /// A string, bytes, a message or a packed list.
    case bytes(Range<Int64>)
  }

  let number: UInt64
  let content: Content
  /// The field with its tag, in the file.
  let range: Range<Int64>
}

extension ByteCursor {
  /// The longest tag that official parsers read; it is 32 bits wide.
  private static let tagLimit: UInt64 = 1 << 32

  /// The next field of a message that ends at `end`; the cursor stands behind it afterwards.
  mutating func field(before end: Int64) throws(FormatError) -> ProtobufField {
    let start = position
    let tag = try varint(before: end)
    guard tag < Self.tagLimit, tag >> 3 > 0 else {
      throw .defect("byte \(start) is not the tag of a field")
    }
    let content: ProtobufField.Content
    switch tag & 7 {
    case 0: content = .varint(try varint(before: end))
    case 1: content = try skip(8, start, end)
    case 2: content = .bytes(try lengthDelimited(start, end))
    case 5: content = try skip(4, start, end)
    default: throw .defect("the field at byte \(start) has the wire type \(tag & 7)")
    }
    return ProtobufField(number: tag >> 3, content: content, range: start..<position)
  }

  /// A base-128 integer of up to ten bytes that fits in 64 bits.
  private mutating func varint(before end: Int64) throws(FormatError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < end else { throw .defect("the number at byte \(start) is cut off") }
      let byte = try byte()
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw .defect("the number at byte \(start) is longer than 64 bits")
  }

  private mutating func skip(_ length: Int64, _ start: Int64, _ end: Int64)
    throws(FormatError) -> ProtobufField.Content
  {
    guard length <= end - position else { throw .defect("the field at byte \(start) is cut off") }
    seek(to: position + length)
    return .fixed
  }

  private mutating func lengthDelimited(_ start: Int64, _ end: Int64) throws(FormatError)
    -> Range<Int64>
  {
    let length = try varint(before: end)
    guard let length = Int64(exactly: length), length <= end - position else {
      throw .defect(
        "the field at byte \(start) claims \(length) bytes, of which \(end - position) are there")
    }
    let range = position..<(position + length)
    seek(to: range.upperBound)
    return range
  }
}

/// Writes protobuf messages of strings.
enum Protobuf {
  /// A field that holds bytes: tag, length, bytes.
  static func field(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
    return bytes
  }
}
