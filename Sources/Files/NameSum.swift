// SPDX-License-Identifier: Apache-2.0

/// A number for all the names in one folder together, which tells the same names from others.
///
/// Names are added in the order of their bytes, those of folders as if they ended with a slash, as
/// an index and a sorted list of files have them. Their count is part of it: of two lists of equal
/// length, all of whose names stand in the same folder, neither leaves one out.
public struct NameSum: Equatable, Sendable {
  /// How many bytes it is kept in.
  static let byteCount = 16

  /// The number of names.
  public private(set) var count: UInt64 = 0
  private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// Of no names.
  public init() {}

  /// Reads what `bytes` wrote.
  init(_ bytes: Span<UInt8>) {
    count = Self.word(bytes, at: 0)
    state = Self.word(bytes, at: 8)
  }

  private static func word(_ bytes: Span<UInt8>, at start: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in 0..<8 { word |= UInt64(bytes[start + offset]) << UInt64(offset * 8) }
    return word
  }

  /// Little-endian, whatever the machine.
  var bytes: [UInt8] {
    [count, state].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
    }
  }

  /// Adds the next name.
  public mutating func add(_ name: Span<UInt8>, isFolder: Bool) {
    count &+= 1
    let start = Self.mix(state, UInt64(truncatingIfNeeded: name.count) << 1 | (isFolder ? 1 : 0))
    state = unsafe name.withUnsafeBytes { bytes in
      var (sum, rest, offset) = (start, UInt64(0), 0)
      while offset + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        sum = Self.mix(sum, UInt64(littleEndian: word))
        offset += 8
      }
      while offset < bytes.count {
        rest = unsafe rest << 8 | UInt64(bytes[offset])
        offset += 1
      }
      return Self.mix(sum, rest)
    }
  }

  @inline(__always) private static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = (sum ^ word) &* 0xff51_afd7_ed55_8ccd
    return mixed ^ mixed >> 32
  }
}
