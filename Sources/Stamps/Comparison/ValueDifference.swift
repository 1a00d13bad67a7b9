// SPDX-License-Identifier: Apache-2.0

import Files

/// How far the numbers of one tensor are from those of another of the same type and shape.
public struct ValueDifference: Hashable, Sendable {
  /// Numbers that differ.
  public private(set) var count = 0
  /// Numbers in all.
  public private(set) var total = 0
  /// The largest absolute difference; infinite where one side is no number and the other is.
  public private(set) var maxAbsolute = 0.0
  /// The largest difference relative to the larger of the two magnitudes.
  public private(set) var maxRelative = 0.0

  mutating func add(_ left: Double, _ right: Double) {
    total += 1
    guard left != right, !(left.isNaN && right.isNaN) else { return }
    count += 1
    let distance = abs(left - right)
    let absolute = distance.isNaN ? Double.infinity : distance
    let magnitude = max(abs(left), abs(right))
    let relative = absolute.isInfinite || magnitude == 0 ? absolute : absolute / magnitude
    maxAbsolute = max(maxAbsolute, absolute)
    maxRelative = max(maxRelative, relative)
  }

  /// Counts numbers that are known to be the same.
  mutating func addSame(_ numbers: Int) { total += numbers }
}

extension ValueDifference {
  /// Compares numbers that lie in two files, in constant memory.
  init(
    _ type: ElementType, _ left: (FileReader, Range<Int64>), _ right: (FileReader, Range<Int64>)
  ) throws(FormatError) {
    self.init()
    let chunk = 1 << 18
    var offset: Int64 = 0
    while offset < Int64(left.1.count) {
      let count = min(chunk, left.1.count - Int(offset))
      let ours = try Self.read(left.0, at: left.1.lowerBound + offset, count)
      let theirs = try Self.read(right.0, at: right.1.lowerBound + offset, count)
      if ours == theirs {
        addSame(count / type.width)
      } else {
        add(type, ours, theirs)
      }
      offset += Int64(count)
    }
  }

  /// Compares lists of the same length.
  init(_ left: [Double], _ right: [Double]) {
    self.init()
    for (left, right) in zip(left, right) { add(left, right) }
  }

  private mutating func add(_ type: ElementType, _ left: [UInt8], _ right: [UInt8]) {
    let width = type.width
    for start in stride(from: 0, to: left.count - width + 1, by: width) {
      add(
        type.number(Self.bits(left[start..<start + width])),
        type.number(Self.bits(right[start..<start + width])))
    }
  }

  private static func bits(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func read(_ file: FileReader, at offset: Int64, _ count: Int)
    throws(FormatError) -> [UInt8]
  {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try file.read(at: offset, count: count)
    } catch {
      throw .file(error)
    }
    guard bytes.count == count else { throw .defect("it ended while it was compared") }
    return bytes
  }
}
