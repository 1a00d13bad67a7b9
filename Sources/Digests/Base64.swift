// SPDX-License-Identifier: Apache-2.0

/// Base64 of RFC 4648 sections 4 and 5, one text for each content.
///
/// Read strictly: one alphabet in a text, full padding, no whitespace, and no set bits after the
/// last byte; so nobody can vary a text without changing what it says.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let pad = UInt8(ascii: "=")

  /// Writes the standard alphabet with padding.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count / 3 + 1) * 4)
    var index = 0
    while index < bytes.count {
      let group = bytes[index..<min(index + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for position in 0..<4 {
        let digit = Int(bits >> (18 - 6 * UInt32(position)) & 63)
        text.append(position <= group.count ? alphabet[digit] : pad)
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads either alphabet, or returns nil when the text is not the one that encodes its content.
  public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    // A copy costs less than asking a collection that the compiler does not know for each byte.
    decode(digits: Array(text))
  }

  private static func decode(digits text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    let digits = text.dropLast(text.suffix(2).reversed().prefix { $0 == pad }.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    var alphabets = Alphabets()
    for character in digits {
      guard let value = alphabets.value(character) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      bits &= 1 << UInt32(count) - 1
    }
    return bits == 0 && alphabets.isOne ? bytes : nil
  }

  /// Reads digits and remembers which alphabets they can belong to.
  private struct Alphabets {
    private var isStandard = true
    private var isURLSafe = true

    var isOne: Bool { isStandard || isURLSafe }

    mutating func value(_ character: UInt8) -> UInt8? {
      switch character {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): return character - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): return character - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): return character - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"), UInt8(ascii: "/"):
        isURLSafe = false
        return character == UInt8(ascii: "+") ? 62 : 63
      case UInt8(ascii: "-"), UInt8(ascii: "_"):
        isStandard = false
        return character == UInt8(ascii: "-") ? 62 : 63
      default: return nil
      }
    }
  }
}
