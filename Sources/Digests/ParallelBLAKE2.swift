// SPDX-License-Identifier: Apache-2.0

/// BLAKE2bp (`Word` is `UInt64`) or BLAKE2sp (`UInt32`): blocks dealt out to lanes of BLAKE2, and
/// one more BLAKE2 over what the lanes came to; the BLAKE2 paper, section 2.11.
struct ParallelBLAKE2<Word: BLAKE2Word>: Sendable {
  private static var laneCount: Int { Word.bitWidth == 64 ? 4 : 8 }
  private static var innerLength: Int { Word.bitWidth }

  private let length: Int
  private var lanes: [BLAKE2<Word>]
  private var position = 0

  /// Starts a digest of so many bytes.
  init(length: Int) {
    self.length = length
    lanes = (0..<Self.laneCount).map { lane in
      var node = Self.node
      node.offset = UInt8(truncatingIfNeeded: lane)
      node.isLast = lane == Self.laneCount - 1
      return Self.lane(length, node)
    }
  }

  private static var node: BLAKE2Node {
    BLAKE2Node(
      fanout: UInt8(truncatingIfNeeded: laneCount), depth: 2,
      innerLength: UInt8(truncatingIfNeeded: innerLength))
  }

  /// A leaf says how long the whole digest is and yields more than that.
  private static func lane(_ length: Int, _ node: BLAKE2Node) -> BLAKE2<Word> {
    BLAKE2(length: length, yielding: innerLength, node: node)
  }

  /// Adds the bytes of a buffer at the end.
  mutating func update(bufferPointer: UnsafeRawBufferPointer) {
    var start = 0
    while start < bufferPointer.count {
      let count = min(
        Word.blockSize - position % Word.blockSize, bufferPointer.count - start)
      let piece = unsafe UnsafeRawBufferPointer(rebasing: bufferPointer[start..<start + count])
      unsafe lanes[position / Word.blockSize].update(bufferPointer: piece)
      position = (position + count) % (Word.blockSize * Self.laneCount)
      start += count
    }
  }

  /// The digest of all bytes so far; more may follow.
  func finalize() -> [UInt8] {
    var node = Self.node
    (node.level, node.isLast) = (1, true)
    var root = BLAKE2<Word>(length: length, node: node)
    for lane in lanes {
      unsafe lane.finalize().withUnsafeBytes { unsafe root.update(bufferPointer: $0) }
    }
    return root.finalize()
  }
}
