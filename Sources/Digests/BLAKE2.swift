// SPDX-License-Identifier: Apache-2.0

/// What tells BLAKE2b and BLAKE2s apart, RFC 7693 section 2.1.
protocol BLAKE2Word: FixedWidthInteger, UnsignedInteger, Sendable {
  /// The rounds of a compression.
  static var rounds: Int { get }
  /// How far G rotates to the right, in its order.
  static var rotations: (Self, Self, Self, Self) { get }
  /// What the state starts with.
  static var initial: InlineArray<8, Self> { get }
}

extension BLAKE2Word {
  /// Bytes that are compressed at once.
  static var blockSize: Int { 2 * bitWidth }
}

extension UInt64: BLAKE2Word {
  static let rounds = 12
  static var rotations: (UInt64, UInt64, UInt64, UInt64) { (32, 24, 16, 63) }
  static let initial: InlineArray<8, UInt64> = [
    0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
  ]
}

extension UInt32: BLAKE2Word {
  static let rounds = 10
  static var rotations: (UInt32, UInt32, UInt32, UInt32) { (16, 12, 8, 7) }
  static let initial: InlineArray<8, UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
}

/// Where a digest stands in a tree of digests; by default it is the only one.
struct BLAKE2Node: Sendable {
  var fanout: UInt8 = 1
  var depth: UInt8 = 1
  var offset: UInt8 = 0
  var level: UInt8 = 0
  var innerLength: UInt8 = 0
  /// Whether it is the last one of its level.
  var isLast = false
}

/// BLAKE2b (`Word` is `UInt64`) or BLAKE2s (`UInt32`), unkeyed.
struct BLAKE2<Word: BLAKE2Word>: Sendable {
  private static var sigma: [[Int]] {
    [
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
      [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
      [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
      [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
      [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
      [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
      [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
      [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
      [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
      [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ]
  }

  private let yield: Int
  private let isLastNode: Bool
  private let schedule = Self.sigma
  private var state = Word.initial
  private var block = [UInt8](repeating: 0, count: Word.blockSize)
  private var filled = 0
  private var total: UInt64 = 0

  /// Starts a digest of so many bytes, at most eight words; a leaf of a tree yields more bytes than
  /// the tree's digest, which it is told of, has.
  init(length: Int, yielding yield: Int? = nil, node: BLAKE2Node = BLAKE2Node()) {
    self.yield = yield ?? length
    isLastNode = node.isLast
    let shape =
      UInt32(truncatingIfNeeded: length) | UInt32(node.fanout) << 16 | UInt32(node.depth) << 24
    state[0] ^= Word(truncatingIfNeeded: shape)
    // The node's offset is at byte 8 of the parameters; its level and inner length follow it, at
    // bytes 16 and 17 for BLAKE2b, 14 and 15 for BLAKE2s.
    let inner = UInt32(node.level) | UInt32(node.innerLength) << 8
    if Word.bitWidth == 64 {
      state[1] ^= Word(node.offset)
      state[2] ^= Word(truncatingIfNeeded: inner)
    } else {
      state[2] ^= Word(node.offset)
      state[3] ^= Word(truncatingIfNeeded: inner << 16)
    }
  }

  /// Adds the bytes of a buffer at the end.
  mutating func update(bufferPointer: UnsafeRawBufferPointer) {
    var start = 0
    while start < bufferPointer.count {
      // The last block is compressed otherwise, so one is kept until more comes.
      if filled == Word.blockSize {
        unsafe block.withUnsafeBytes { unsafe compress($0, 0, of: Word.blockSize, isLast: false) }
        filled = 0
      }
      if filled == 0, bufferPointer.count - start > Word.blockSize {
        unsafe compress(bufferPointer, start, of: Word.blockSize, isLast: false)
        start += Word.blockSize
        continue
      }
      let count = min(Word.blockSize - filled, bufferPointer.count - start)
      for offset in 0..<count { unsafe block[filled + offset] = bufferPointer[start + offset] }
      filled += count
      start += count
    }
  }

  /// The digest of all bytes so far; more may follow.
  func finalize() -> [UInt8] {
    var copy = self
    for index in filled..<Word.blockSize { copy.block[index] = 0 }
    let last = copy.block
    unsafe last.withUnsafeBytes { unsafe copy.compress($0, 0, of: filled, isLast: true) }
    var digest: [UInt8] = []
    for index in copy.state.indices {
      for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
        digest.append(UInt8(truncatingIfNeeded: copy.state[index] >> Word(shift)))
      }
    }
    return Array(digest.prefix(yield))
  }

  private mutating func compress(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, of count: Int, isLast: Bool
  ) {
    total &+= UInt64(count)
    let size = Word.bitWidth / 8
    var words = InlineArray<16, Word>(repeating: 0)
    var work = InlineArray<16, Word>(repeating: 0)
    for index in 0..<16 {
      words[index] = unsafe Word(
        littleEndian: bytes.loadUnaligned(fromByteOffset: start + index * size, as: Word.self))
      work[index] = index < 8 ? state[index] : Word.initial[index - 8]
    }
    work[12] ^= Word(truncatingIfNeeded: total)
    if Word.bitWidth == 32 { work[13] ^= Word(truncatingIfNeeded: total >> 32) }
    if isLast { work[14] = ~work[14] }
    if isLast, isLastNode { work[15] = ~work[15] }
    for round in 0..<Word.rounds { Self.mix(&work, words, schedule[round % 10]) }
    for index in 0..<8 { state[index] ^= work[index] ^ work[index + 8] }
  }

  @inline(__always)
  private static func mix(
    _ work: inout InlineArray<16, Word>, _ words: InlineArray<16, Word>, _ order: [Int]
  ) {
    for column in 0..<4 {
      let (x, y) = (words[order[2 * column]], words[order[2 * column + 1]])
      quarter(&work, column, column + 4, column + 8, column + 12, x, y)
    }
    for column in 0..<4 {
      let (x, y) = (words[order[8 + 2 * column]], words[order[9 + 2 * column]])
      quarter(
        &work, column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4, x, y)
    }
  }

  /// The function G.
  @inline(__always)
  private static func quarter(
    _ work: inout InlineArray<16, Word>, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ x: Word,
    _ y: Word
  ) {
    let (r1, r2, r3, r4) = Word.rotations
    work[a] = work[a] &+ work[b] &+ x
    work[d] = rotated(work[d] ^ work[a], r1)
    work[c] = work[c] &+ work[d]
    work[b] = rotated(work[b] ^ work[c], r2)
    work[a] = work[a] &+ work[b] &+ y
    work[d] = rotated(work[d] ^ work[a], r3)
    work[c] = work[c] &+ work[d]
    work[b] = rotated(work[b] ^ work[c], r4)
  }

  @inline(__always)
  private static func rotated(_ word: Word, _ count: Word) -> Word {
    word &>> count | word &<< (Word(Word.bitWidth) &- count)
  }
}
