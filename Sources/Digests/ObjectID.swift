// SPDX-License-Identifier: Apache-2.0

/// The name of a git object: SHA-1 over `type SP size NUL content`.
///
/// It stands below the object store on purpose, so that a verifier of model files needs no libgit2.
public struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
  // The bytes as numbers, the first one the highest: histories have millions of ids, and an array
  // is a piece of memory of its own, three times as large.
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// Wraps 20 raw bytes, or returns nil.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 20 else { return nil }
    self.init(unchecked: bytes)
  }

  /// Wraps bytes that are known to be 20.
  package init(unchecked bytes: [UInt8]) {
    func number(_ places: Range<Int>) -> UInt64 {
      var number: UInt64 = 0
      for place in places { number = number << 8 | UInt64(bytes[place]) }
      return number
    }
    high = number(0..<8)
    middle = number(8..<16)
    low = UInt32(truncatingIfNeeded: number(16..<20))
  }

  /// 20 raw bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    for number in [high, middle] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
      }
    }
    for shift in stride(from: 24, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: low >> UInt32(shift)))
    }
    return bytes
  }

  /// Wraps the bytes that these numbers are in this machine's memory.
  package init(words: (UInt64, UInt64, UInt32)) {
    high = UInt64(bigEndian: words.0)
    middle = UInt64(bigEndian: words.1)
    low = UInt32(bigEndian: words.2)
  }

  /// The numbers that the bytes are in this machine's memory.
  package var words: (UInt64, UInt64, UInt32) {
    (high.bigEndian, middle.bigEndian, low.bigEndian)
  }

  /// Reads 40 hexadecimal digits.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex.utf8) else { return nil }
    self.init(bytes: bytes)
  }

  /// The id that git gives an object with this content.
  ///
  /// The type is `blob`, `tree`, `commit` or `tag`.
  public init(hashing content: [UInt8], type: String) {
    var hasher = StreamHasher(.sha1)
    hasher.update(Array("\(type) \(content.count)\0".utf8))
    hasher.update(content)
    self.init(unchecked: hasher.finalize().bytes)
  }

  /// Whether every byte is zero, which is how git writes "no object" in hook input.
  public var isZero: Bool { high | middle | UInt64(low) == 0 }

  /// 40 lower-case hexadecimal digits.
  public var description: String { Hex.encode(bytes) }

  /// The first 12 digits, for people.
  public var short: String { String(description.prefix(12)) }

  /// Orders ids by their bytes.
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}
