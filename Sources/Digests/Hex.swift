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
    var difference: UInt8 = 0
    unsafe text.withUnsafeBufferPointer { text in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        for index in bytes.indices {
          let byte = unsafe bytes[index]
          unsafe difference |= text[2 &* index] ^ digit(byte >> 4)
          unsafe difference |= text[2 &* index &+ 1] ^ digit(byte & 15)
        }
      }
    }
    return difference == 0
  }

  /// Whether all characters are digits as `encode` writes them; it allocates nothing.
  public static func isLowerCase(_ text: Span<UInt8>) -> Bool {
    var others: UInt8 = 0
    unsafe text.withUnsafeBufferPointer { text in
      for index in text.indices {
        let character = unsafe text[index]
        // No branch, so that the compiler takes many characters at once.
        let isNoDigit: UInt8 = character &- UInt8(ascii: "0") > 9 ? 1 : 0
        let isNoLetter: UInt8 = character &- UInt8(ascii: "a") > 5 ? 1 : 0
        others |= isNoDigit & isNoLetter
      }
    }
    return others == 0
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
