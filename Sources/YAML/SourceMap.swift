// SPDX-License-Identifier: Apache-2.0

/// A checked text, and the way from libyaml's counts of characters to lines and columns.
///
/// YAML 1.1 and libyaml end lines, comments included, at U+0085, U+2028 and U+2029; YAML 1.2 and
/// editors do not. Texts that hold them mean different things to different readers: refused.
struct SourceMap {
  let bytes: [UInt8]
  private let lineStarts: [Int]
  /// One pair of a character's index and its byte offset, moved as marks are asked for, which come
  /// nearly in order.
  private var cursor = (character: 0, offset: 0)

  /// Checks size and encoding.
  init(_ bytes: [UInt8], limit: Int) throws(YAMLError) {
    // A byte order mark is not counted: editors hide it.
    let bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
    self.bytes = bytes
    lineStarts = Self.lineStarts(of: bytes)
    guard bytes.count <= limit else {
      throw YAMLError(
        "the text has \(bytes.count) bytes, more than the \(limit) allowed", at: YAMLMark())
    }
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw YAMLError("the text is not UTF-8", at: mark(offset: error.byteOffsets.lowerBound))
    }
    if let offset = Self.firstAmbiguousBreak(in: bytes) {
      throw YAMLError(
        "an invisible line separator stands here; write it as '\\N', '\\L' or '\\P' in quotes",
        at: mark(offset: offset))
    }
  }

  /// The place of the character with an index.
  mutating func mark(character: Int) -> YAMLMark {
    while cursor.character < character, cursor.offset < bytes.count {
      cursor.offset += 1
      while cursor.offset < bytes.count, isContinuation(cursor.offset) { cursor.offset += 1 }
      cursor.character += 1
    }
    while cursor.character > character, cursor.offset > 0 {
      cursor.offset -= 1
      while cursor.offset > 0, isContinuation(cursor.offset) { cursor.offset -= 1 }
      cursor.character -= 1
    }
    return mark(offset: cursor.offset)
  }

  /// The place of a byte.
  func mark(offset: Int) -> YAMLMark {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return YAMLMark(line: low + 1, column: offset - lineStarts[low] + 1)
  }

  private func isContinuation(_ offset: Int) -> Bool { bytes[offset] & 0xc0 == 0x80 }

  private static func firstAmbiguousBreak(in bytes: [UInt8]) -> Int? {
    bytes.indices.dropLast().first { offset in
      switch (bytes[offset], bytes[offset + 1]) {
      case (0xc2, 0x85): true
      case (0xe2, 0x80): offset + 2 < bytes.count && [0xa8, 0xa9].contains(bytes[offset + 2])
      default: false
      }
    }
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for (offset, byte) in bytes.enumerated() {
      let isReturn = byte == UInt8(ascii: "\r")
      let beforeNewline = offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "\n")
      if byte == UInt8(ascii: "\n") || isReturn && !beforeNewline { starts.append(offset + 1) }
    }
    return starts
  }
}
