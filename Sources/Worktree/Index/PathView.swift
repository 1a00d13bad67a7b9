// SPDX-License-Identifier: Apache-2.0

/// Bytes of a path, in place in memory that somebody else owns; valid only while that lives.
@safe struct PathView {
  let base: UnsafeRawPointer
  let count: Int

  @inline(__always) init(_ base: UnsafeRawPointer, _ count: Int) {
    unsafe self.base = base
    self.count = count
  }

  @inline(__always) subscript(_ offset: Int) -> UInt8 {
    unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// The bytes, copied.
  var array: [UInt8] { unsafe Array(UnsafeRawBufferPointer(start: base, count: count)) }

  /// How many bytes at the start are the same.
  @inline(__always) func commonPrefix(_ other: PathView) -> Int {
    let limit = min(count, other.count)
    var offset = 0
    while offset + 8 <= limit {
      let left = unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let right = unsafe other.base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if left != right {
        return offset + UInt64(littleEndian: left ^ right).trailingZeroBitCount / 8
      }
      offset += 8
    }
    while offset < limit && self[offset] == other[offset] { offset += 1 }
    return offset
  }

  /// Whether the bytes from an offset on are exactly this text.
  @inline(__always) func lastComponentIs(_ text: StaticString, after offset: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count - offset == length else { return false }
    for index in 0..<length
    where unsafe self[offset + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// Whether no slash and no NUL stand from an offset on.
  @inline(__always) func isName(from offset: Int) -> Bool {
    var offset = offset
    while offset < count {
      let byte = self[offset]
      if byte == UInt8(ascii: "/") || byte == 0 { return false }
      offset += 1
    }
    return true
  }

  /// Whether a component may stand in an index: not empty, `.`, `..` or `.git`.
  @inline(__always) func isComponent(_ start: Int, _ end: Int) -> Bool {
    let length = end - start
    guard length > 0 else { return false }
    guard self[start] == UInt8(ascii: ".") else { return true }
    switch length {
    case 1: return false
    case 2: return self[start + 1] != UInt8(ascii: ".")
    case 4:
      return self[start + 1] != UInt8(ascii: "g") || self[start + 2] != UInt8(ascii: "i")
        || self[start + 3] != UInt8(ascii: "t")
    default: return true
    }
  }
}
