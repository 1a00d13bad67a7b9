// SPDX-License-Identifier: Apache-2.0

/// BLAKE3's unkeyed hash of 32 bytes, as `b3sum` prints it.
///
/// The input is a binary tree over chunks of 1 KiB; see the BLAKE3 paper, section 2. Rows of the
/// state are vectors of four words, so that one instruction mixes four columns.
struct BLAKE3: Sendable {
  private static let blockSize = 64
  private static let blocksPerChunk = 16

  /// The chunk that is being read.
  private var chunk = Chunk(index: 0)
  /// Chaining values of complete subtrees, the largest first; at most 54 for 2⁶⁴ bytes.
  private var subtrees: [SIMD8<UInt32>] = []

  mutating func update(bufferPointer bytes: UnsafeRawBufferPointer) {
    var offset = 0
    while offset < bytes.count {
      if chunk.isFull {
        close()
        chunk = Chunk(index: chunk.index &+ 1)
      }
      unsafe chunk.take(bytes, &offset)
    }
  }

  func finalize() -> [UInt8] {
    var node = chunk.node
    for left in subtrees.reversed() { node = Node(parentOf: left, node.chainingValue) }
    node.flags |= Flag.root
    let words = node.chainingValue
    return (0..<8).flatMap { index in
      (0..<4).map { UInt8(truncatingIfNeeded: words[index] &>> UInt32($0 * 8)) }
    }
  }

  /// Adds a full chunk that is not the last, and joins as many subtrees as became complete: one
  /// for each zero at the end of the number of chunks so far.
  private mutating func close() {
    var value = chunk.node.chainingValue
    var total = chunk.index &+ 1
    while total & 1 == 0, let left = subtrees.popLast() {
      value = Node(parentOf: left, value).chainingValue
      total >>= 1
    }
    subtrees.append(value)
  }

  /// What a compression is told of its place.
  enum Flag {
    static let chunkStart: UInt32 = 1
    static let chunkEnd: UInt32 = 2
    static let parent: UInt32 = 4
    static let root: UInt32 = 8
  }

  static let initial = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19)
}

extension BLAKE3 {
  /// One compression that is still to be done: whether it is the root shows only at the end.
  struct Node {
    var value: SIMD8<UInt32>
    var block: SIMD16<UInt32>
    var counter: UInt64
    var length: UInt32
    var flags: UInt32

    init(
      value: SIMD8<UInt32>, block: SIMD16<UInt32>, counter: UInt64, length: UInt32, flags: UInt32
    ) {
      self.value = value
      self.block = block
      self.counter = counter
      self.length = length
      self.flags = flags
    }

    init(parentOf left: SIMD8<UInt32>, _ right: SIMD8<UInt32>) {
      self.init(
        value: BLAKE3.initial, block: SIMD16(lowHalf: left, highHalf: right), counter: 0,
        length: UInt32(BLAKE3.blockSize), flags: Flag.parent)
    }

    /// Seven rounds, then both halves of the state folded together.
    var chainingValue: SIMD8<UInt32> {
      var a = value.lowHalf
      var b = value.highHalf
      var c = BLAKE3.initial.lowHalf
      var d = SIMD4<UInt32>(
        UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter &>> 32), length,
        flags)
      var message = block
      for round in 0..<7 {
        if round > 0 { message = message.permuted }
        let (even, odd) = (message.evenHalf, message.oddHalf)
        Self.mix(&a, &b, &c, &d, even.lowHalf, odd.lowHalf)
        (b, c, d) = (b.turned(1), c.turned(2), d.turned(3))
        Self.mix(&a, &b, &c, &d, even.highHalf, odd.highHalf)
        (b, c, d) = (b.turned(3), c.turned(2), d.turned(1))
      }
      return SIMD8(lowHalf: a ^ c, highHalf: b ^ d)
    }

    @inline(__always)
    private static func mix(
      _ a: inout SIMD4<UInt32>, _ b: inout SIMD4<UInt32>, _ c: inout SIMD4<UInt32>,
      _ d: inout SIMD4<UInt32>, _ x: SIMD4<UInt32>, _ y: SIMD4<UInt32>
    ) {
      a = a &+ b &+ x
      d = (d ^ a).rotated(16)
      c = c &+ d
      b = (b ^ c).rotated(12)
      a = a &+ b &+ y
      d = (d ^ a).rotated(8)
      c = c &+ d
      b = (b ^ c).rotated(7)
    }
  }

  /// Up to 1 KiB of input, compressed block by block; the last block is kept back.
  struct Chunk: Sendable {
    let index: UInt64
    private var value = BLAKE3.initial
    private var block = SIMD64<UInt8>()
    private var blockLength = 0
    private var blocks = 0

    init(index: UInt64) { self.index = index }

    var isFull: Bool {
      blocks == BLAKE3.blocksPerChunk - 1 && blockLength == BLAKE3.blockSize
    }

    /// Takes what still fits, from an offset on.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) {
      while offset < bytes.count, !isFull {
        if blockLength == BLAKE3.blockSize {
          value = node(isLast: false).chainingValue
          blocks += 1
          block = SIMD64()
          blockLength = 0
        }
        let count = min(BLAKE3.blockSize - blockLength, bytes.count - offset)
        let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
        let start = blockLength
        unsafe withUnsafeMutableBytes(of: &block) { target in
          let room = unsafe UnsafeMutableRawBufferPointer(rebasing: target[start...])
          unsafe room.copyMemory(from: piece)
        }
        blockLength += count
        offset += count
      }
    }

    /// The compression of the last block.
    var node: Node { node(isLast: true) }

    private func node(isLast: Bool) -> Node {
      var words = unsafe unsafeBitCast(block, to: SIMD16<UInt32>.self)
      #if _endian(big)
        for lane in 0..<16 { words[lane] = words[lane].byteSwapped }
      #endif
      return Node(
        value: value, block: words, counter: index, length: UInt32(blockLength),
        flags: (blocks == 0 ? Flag.chunkStart : 0) | (isLast ? Flag.chunkEnd : 0))
    }
  }
}

extension SIMD4<UInt32> {
  @inline(__always)
  fileprivate func rotated(_ right: UInt32) -> SIMD4<UInt32> {
    self &>> SIMD4(repeating: right) | self &<< SIMD4(repeating: 32 &- right)
  }

  /// The lanes moved down by some places, around.
  @inline(__always)
  fileprivate func turned(_ places: Int) -> SIMD4<UInt32> {
    switch places {
    case 1: SIMD4(y, z, w, x)
    case 2: SIMD4(z, w, x, y)
    default: SIMD4(w, x, y, z)
    }
  }
}

extension SIMD16<UInt32> {
  /// The message's words as the next round takes them.
  @inline(__always)
  fileprivate var permuted: SIMD16<UInt32> {
    SIMD16(
      self[2], self[6], self[3], self[10], self[7], self[0], self[4], self[13], self[1], self[11],
      self[12], self[5], self[9], self[14], self[15], self[8])
  }
}
