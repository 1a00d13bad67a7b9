// SPDX-License-Identifier: Apache-2.0

/// Decompresses DEFLATE, RFC 1951, into a bounded number of bytes.
///
/// Bit by bit, for the little that is not worth another library.
package struct Inflate {
  /// What is wrong with compressed bytes.
  package struct Defect: Error { package let reason: String }

  private let bytes: [UInt8]
  private let limit: Int
  private var position = 0
  private var bits: UInt32 = 0
  private var bitCount: UInt32 = 0
  private var output: [UInt8] = []

  /// Gives the content; more than `limit` bytes is an error, and what follows its end is not read.
  package static func inflate(_ bytes: [UInt8], limit: Int) throws(Defect) -> [UInt8] {
    var reader = Inflate(bytes, limit)
    var isLast = false
    while !isLast {
      isLast = try reader.take(1) == 1
      switch try reader.take(2) {
      case 0: try reader.stored()
      case 1: try reader.compressed(.fixedLiterals, .fixedDistances)
      case 2:
        let (literals, distances) = try reader.codes()
        try reader.compressed(literals, distances)
      default: throw Defect(reason: "a block of no known kind")
      }
    }
    return reader.output
  }

  private init(_ bytes: [UInt8], _ limit: Int) {
    self.bytes = bytes
    self.limit = limit
  }

  /// The next bits, the lowest first; at most 16.
  private mutating func take(_ count: UInt32) throws(Defect) -> Int {
    while bitCount < count {
      guard position < bytes.count else { throw Defect(reason: "it ends too early") }
      bits |= UInt32(bytes[position]) << bitCount
      position += 1
      bitCount += 8
    }
    let value = bits & ((1 << count) - 1)
    bits >>= count
    bitCount -= count
    return Int(value)
  }

  private mutating func write(_ byte: UInt8) throws(Defect) {
    guard output.count < limit else { throw Defect(reason: "it is larger than \(limit) bytes") }
    output.append(byte)
  }

  /// Bytes as they are, after their number and its complement.
  private mutating func stored() throws(Defect) {
    (bits, bitCount) = (0, 0)
    let length = try take(16)
    guard try take(16) == length ^ 0xffff else { throw Defect(reason: "a length is wrong") }
    guard bytes.count - position >= length else { throw Defect(reason: "it ends too early") }
    for byte in bytes[position..<(position + length)] { try write(byte) }
    position += length
  }

  private mutating func compressed(_ literals: HuffmanCode, _ distances: HuffmanCode)
    throws(Defect)
  {
    while true {
      let symbol = try decode(literals)
      switch symbol {
      case 0...255: try write(UInt8(symbol))
      case 256: return
      case 257...285:
        let length = try value(Self.lengths[symbol - 257])
        let symbol = try decode(distances)
        guard symbol < Self.distances.count else { throw Defect(reason: "no known distance") }
        try copy(length, from: try value(Self.distances[symbol]))
      default: throw Defect(reason: "no known length")
      }
    }
  }

  private mutating func copy(_ length: Int, from distance: Int) throws(Defect) {
    guard distance <= output.count else { throw Defect(reason: "a distance before the start") }
    for _ in 0..<length { try write(output[output.count - distance]) }
  }

  private mutating func value(_ range: (base: Int, extra: UInt32)) throws(Defect) -> Int {
    try range.base + (range.extra == 0 ? 0 : take(range.extra))
  }

  private mutating func decode(_ code: HuffmanCode) throws(Defect) -> Int {
    var reader = HuffmanCode.Reader()
    for length in 1...HuffmanCode.maximumLength {
      if let symbol = reader.symbol(code, length, bit: try take(1)) { return symbol }
    }
    throw Defect(reason: "a code that stands for nothing")
  }

  /// The codes of a block that brings its own, themselves in code.
  private mutating func codes() throws(Defect) -> (HuffmanCode, HuffmanCode) {
    let literalCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let count = try take(4) + 4
    var lengths = [Int](repeating: 0, count: 19)
    for place in Self.lengthOrder.prefix(count) { lengths[place] = try take(3) }
    let code = try HuffmanCode(lengths)
    var all: [Int] = []
    while all.count < literalCount + distanceCount {
      switch try decode(code) {
      case let length where length < 16: all.append(length)
      case 16:
        guard let last = all.last else { throw Defect(reason: "nothing to repeat") }
        all += [Int](repeating: last, count: try take(2) + 3)
      case 17: all += [Int](repeating: 0, count: try take(3) + 3)
      default: all += [Int](repeating: 0, count: try take(7) + 11)
      }
    }
    guard all.count == literalCount + distanceCount else { throw Defect(reason: "too many codes") }
    return (
      try HuffmanCode(Array(all.prefix(literalCount))),
      try HuffmanCode(Array(all.dropFirst(literalCount)))
    )
  }

  private static let lengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]
  /// What symbols 257 to 285 stand for: four for each number of extra bits, and 258.
  private static let lengths = ranges(from: 3, plain: 8, each: 4, count: 28) + [(258, 0)]
  private static let distances = ranges(from: 1, plain: 4, each: 2, count: 30)

  /// Ranges of values one after another, the first ones of a single value, then so many of each
  /// size.
  private static func ranges(from first: Int, plain: Int, each: Int, count: Int)
    -> [(base: Int, extra: UInt32)]
  {
    var ranges: [(base: Int, extra: UInt32)] = []
    var base = first
    for index in 0..<count {
      let extra = index < plain ? 0 : (index - plain) / each + 1
      ranges.append((base, UInt32(extra)))
      base += 1 << extra
    }
    return ranges
  }
}

/// A canonical Huffman code, RFC 1951 section 3.2.2.
struct HuffmanCode {
  static let maximumLength = 15

  /// How many codes have each length.
  private var counts = [Int](repeating: 0, count: maximumLength + 1)
  /// The symbols in the order of their codes.
  private var symbols: [Int] = []

  static let fixedLiterals = HuffmanCode(
    unchecked: [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112)
      + [Int](repeating: 7, count: 24) + [Int](repeating: 8, count: 8))
  static let fixedDistances = HuffmanCode(unchecked: [Int](repeating: 5, count: 30))

  /// Makes the code whose symbols have these lengths; 0 stands for none.
  init(_ lengths: [Int]) throws(Inflate.Defect) {
    self.init(unchecked: lengths)
    var left = 1
    for length in 1...Self.maximumLength {
      left = left * 2 - counts[length]
      guard left >= 0 else { throw Inflate.Defect(reason: "more codes than there can be") }
    }
  }

  private init(unchecked lengths: [Int]) {
    for length in lengths { counts[length] += 1 }
    counts[0] = 0
    for length in 1...Self.maximumLength {
      symbols += lengths.indices.filter { lengths[$0] == length }
    }
  }

  /// Follows a code bit by bit.
  struct Reader {
    private var code = 0
    private var first = 0
    private var index = 0

    /// The symbol, once so many bits are one's code.
    mutating func symbol(_ huffman: HuffmanCode, _ length: Int, bit: Int) -> Int? {
      code |= bit
      let count = huffman.counts[length]
      if code - count < first { return huffman.symbols[index + (code - first)] }
      index += count
      first = (first + count) << 1
      code <<= 1
      return nil
    }
  }
}
