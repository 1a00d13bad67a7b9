// SPDX-License-Identifier: Apache-2.0

import Files

/// Walks over a large file through a small window, forward and back.
struct ByteCursor {
  private static let windowSize = 1 << 14

  /// The offset of the next byte.
  private(set) var position: Int64 = 0
  private let reader: FileReader
  private var window: [UInt8] = []
  private var windowStart: Int64 = 0

  init(_ reader: FileReader) {
    self.reader = reader
  }

  /// Goes to an offset within the file.
  mutating func seek(to offset: Int64) { position = offset }

  /// The next byte.
  mutating func byte() throws(FormatError) -> UInt8 {
    if position < windowStart || position >= windowStart + Int64(window.count) {
      window = try Self.read(reader, at: position, count: Self.windowSize)
      windowStart = position
    }
    let index = Int(position - windowStart)
    guard index < window.count else { throw .defect("it ends at byte \(position)") }
    position += 1
    return window[index]
  }

  /// All bytes of a range, which the caller knows to be short.
  func bytes(in range: Range<Int64>) throws(FormatError) -> [UInt8] {
    let bytes = try Self.read(reader, at: range.lowerBound, count: range.count)
    guard bytes.count == range.count else {
      throw .defect("it ends within bytes \(range.lowerBound) to \(range.upperBound)")
    }
    return bytes
  }

  private static func read(_ reader: FileReader, at offset: Int64, count: Int)
    throws(FormatError) -> [UInt8]
  {
    do throws(FileError) {
      return try reader.read(at: offset, count: count)
    } catch {
      throw .file(error)
    }
  }
}
