// SPDX-License-Identifier: Apache-2.0

import Files

/// Checks the lines of a large manifest on all processors.
///
/// Nearly every manifest is as it should be. Of another this says nothing but that: whoever reads it
/// line by line tells which line is wrong, and why.
struct ParallelLines: Sendable {
  /// Lines that stand together, each after the one before.
  private struct Part: Sendable {
    let number: Int
    var starts: [UInt32] = []
    var first: NativeLine.Place?
    var last: NativeLine.Place?
  }

  private static let partCount = 16

  let bytes: [UInt8]

  /// Where all lines start; nil when one is wrong, or is to be looked at more closely.
  func starts() -> [UInt32]? {
    let ranges = ranges()
    let parts = Threads.map(Array(ranges.indices)) { [self] number in part(number, ranges[number]) }
      .sorted { ($0?.number ?? 0) < ($1?.number ?? 0) }
    var starts: [UInt32] = []
    starts.reserveCapacity(bytes.count / NativeManifest.shortestLine)
    var last: NativeLine.Place?
    for part in parts {
      guard let part else { return nil }
      if let last, let first = part.first, NativeLine.order(last, first, in: bytes) >= 0 {
        return nil
      }
      last = part.last ?? last
      starts += part.starts
    }
    return starts
  }

  /// About equal parts of the text, each up to the end of a line.
  private func ranges() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for number in 1...Self.partCount {
      let wanted = max(start, bytes.count / Self.partCount * number)
      let end =
        number == Self.partCount
        ? nil : ByteOrder.firstIndex(of: UInt8(ascii: "\n"), in: bytes.span, from: wanted)
      let next = end.map { $0 + 1 } ?? bytes.count
      ranges.append(start..<next)
      start = next
    }
    return ranges
  }

  private func part(_ number: Int, _ range: Range<Int>) -> Part? {
    var part = Part(number: number)
    part.starts.reserveCapacity(range.count / NativeManifest.shortestLine)
    let text = bytes.span
    var start = range.lowerBound
    while start < range.upperBound {
      guard let end = ByteOrder.firstIndex(of: UInt8(ascii: "\n"), in: text, from: start),
        let place = NativeLine.checkPlain(text, start, end)
      else { return nil }
      if let last = part.last, NativeLine.order(last, place, in: bytes) >= 0 { return nil }
      if part.first == nil { part.first = place }
      part.last = place
      part.starts.append(UInt32(truncatingIfNeeded: start))
      start = end + 1
    }
    return part
  }
}
