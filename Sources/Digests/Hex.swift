// SPDX-License-Identifier: Apache-2.0

/// Hexadecimal text, RFC 4648 section 8; written in lower case, read in either.
public enum Hex {
  /// Writes two lower-case digits a byte.
  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    let bytes = Array(bytes)
    var text: [UInt8] = []
    append(bytes.span, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Writes the same at the end of a text.
  public static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
    for index in bytes.indices {
      text.append(digit(bytes[index] >> 4))
      text.append(digit(bytes[index] & 15))
    }
  }

  /// Reads pairs of digits, or returns nil on an odd count or any other character.
  public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    // A copy costs less than asking a collection that the compiler does not know for each byte.
    let digits = Array(text)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    return decode(digits[...], into: &bytes) ? bytes : nil
  }

  /// Appends what pairs of digits stand for, or returns false and appends nothing.
  public static func decode(_ text: ArraySlice<UInt8>, into bytes: inout [UInt8]) -> Bool {
    guard text.count.isMultiple(of: 2) else { return false }
    let start = bytes.count
    for index in stride(from: text.startIndex, to: text.endIndex, by: 2) {
      guard let high = nibble(text[index]), let low = nibble(text[index + 1]) else {
        bytes.removeSubrange(start...)
        return false
      }
      bytes.append(high << 4 | low)
    }
    return true
  }

  /// Whether the text is what `encode` writes of these bytes; it allocates nothing.
  public static func matches(_ text: Span<UInt8>, _ bytes: Span<UInt8>) -> Bool {
    guard text.count == bytes.count * 2 else { return false }
    return unsafe text.withUnsafeBytes { text in
      unsafe bytes.withUnsafeBytes { bytes in
        var (difference, index) = (UInt64(0), 0)
        while index + 4 <= bytes.count {
          let four = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
          let eight = unsafe text.loadUnaligned(fromByteOffset: 2 &* index, as: UInt64.self)
          difference |= UInt64(littleEndian: eight) ^ digits(UInt32(littleEndian: four))
          index &+= 4
        }
        while index < bytes.count {
          let byte = unsafe bytes[index]
          unsafe difference |= UInt64(text[2 &* index] ^ digit(byte >> 4))
          unsafe difference |= UInt64(text[2 &* index &+ 1] ^ digit(byte & 15))
          index &+= 1
        }
        return difference == 0
      }
    }
  }

  /// The eight digits of four bytes, the first of each at the lowest place.
  @inline(__always)
  private static func digits(_ four: UInt32) -> UInt64 {
    var spread = UInt64(four)
    spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff
    spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff
    let values = (spread >> 4 & 0x000f_000f_000f_000f) | (spread & 0x000f_000f_000f_000f) << 8
    let letters = (values &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return values &+ 0x3030_3030_3030_3030 &+ letters &* 39
  }

  /// Whether all characters are digits as `encode` writes them; it allocates nothing.
  public static func isLowerCase(_ text: Span<UInt8>) -> Bool {
    unsafe text.withUnsafeBytes { text in
      var (others, index) = (UInt64(0), 0)
      while index + 8 <= text.count {
        others |= nonDigits(unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        index &+= 8
      }
      while index < text.count {
        // Seven digits beside the one that counts.
        others |= unsafe nonDigits(0x3030_3030_3030_3000 | UInt64(text[index]))
        index &+= 1
      }
      return others == 0
    }
  }

  /// Zero when all eight characters are lower-case digits.
  ///
  /// A bound is added to each that carries into its highest bit, and no further.
  @inline(__always)
  private static func nonDigits(_ characters: UInt64) -> UInt64 {
    let highest: UInt64 = 0x8080_8080_8080_8080
    let ascii = characters & ~highest
    let from0 = ascii &+ 0x5050_5050_5050_5050
    let above9 = ascii &+ 0x4646_4646_4646_4646
    let fromA = ascii &+ 0x1f1f_1f1f_1f1f_1f1f
    let aboveF = ascii &+ 0x1919_1919_1919_1919
    return ~((from0 & ~above9) | (fromA & ~aboveF)) & highest | characters & highest
  }

  @inline(__always)
  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &- 10 &+ value
  }

  private static func nibble(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
