// SPDX-License-Identifier: Apache-2.0

/// A set of bytes, as a bracket expression of a pattern describes it.
struct ByteSet: Sendable, Equatable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  @inline(__always) func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: return words.0 & bit != 0
    case 1: return words.1 & bit != 0
    case 2: return words.2 & bit != 0
    default: return words.3 & bit != 0
    }
  }

  mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  mutating func formUnion(_ other: ByteSet) {
    words.0 |= other.words.0
    words.1 |= other.words.1
    words.2 |= other.words.2
    words.3 |= other.words.3
  }

  mutating func insert(_ range: ClosedRange<UInt8>) {
    for byte in range { insert(byte) }
  }

  mutating func invert() {
    words = (~words.0, ~words.1, ~words.2, ~words.3)
  }

  static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }
}

extension ByteSet {
  /// The POSIX classes of `[[:name:]]`, in the C locale.
  ///
  /// Where case is folded, `upper` takes lower-case letters too, as git does.
  init?(className: ArraySlice<UInt8>, foldsCase: Bool) {
    self.init()
    switch String(decoding: className, as: UTF8.self) {
    case "alnum": insertAll("azAZ09")
    case "alpha": insertAll("azAZ")
    case "blank": insertAll("  \t\t")
    case "cntrl":
      insert(0x00...0x1f)
      insert(0x7f)
    case "digit": insertAll("09")
    case "graph": insert(0x21...0x7e)
    case "lower": insertAll("az")
    case "print": insert(0x20...0x7e)
    case "punct": insertAll("!/:@[`{~")
    case "space":
      insertAll("  ")
      insert(0x09...0x0d)
    case "upper": insertAll(foldsCase ? "AZaz" : "AZ")
    case "xdigit": insertAll("afAF09")
    default: return nil
    }
  }

  /// Inserts ranges given as pairs of characters.
  private mutating func insertAll(_ pairs: StaticString) {
    let bytes = Array(pairs.description.utf8)
    for start in stride(from: 0, to: bytes.count - 1, by: 2) {
      insert(bytes[start]...bytes[start + 1])
    }
  }
}
