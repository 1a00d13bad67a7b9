// SPDX-License-Identifier: Apache-2.0

extension RelativePath {
  /// Reads back what ``description`` writes; nil when it is no path beneath a root.
  public init?(described text: String) {
    self.init(bytes: Self.unquoted(text))
  }

  /// The bytes that ``quoted(_:)`` was given: what is between the quotes with its escapes undone,
  /// else the text's own.
  public static func unquoted(_ printable: String) -> [UInt8] {
    let text = Array(printable.utf8)
    let quote = UInt8(ascii: "\"")
    guard text.count >= 2, text.first == quote, text.last == quote else { return text }
    return unescaped(text.dropFirst().dropLast()) ?? text
  }

  private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escape = escape(&rest) else { return nil }
      bytes.append(escape)
    }
    return bytes
  }

  private static func escape(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    switch rest.first {
    case UInt8(ascii: "n"): return take(&rest, UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): return take(&rest, UInt8(ascii: "\t"))
    case UInt8(ascii: "r"): return take(&rest, UInt8(ascii: "\r"))
    case UInt8(ascii: "a"): return take(&rest, 0x07)
    case UInt8(ascii: "b"): return take(&rest, 0x08)
    case UInt8(ascii: "v"): return take(&rest, 0x0b)
    case UInt8(ascii: "f"): return take(&rest, 0x0c)
    case UInt8(ascii: "\""): return take(&rest, UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): return take(&rest, UInt8(ascii: "\\"))
    default:
      let digits = rest.prefix(3)
      rest = rest.dropFirst(3)
      return UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
    }
  }

  private static func take(_ rest: inout ArraySlice<UInt8>, _ value: UInt8) -> UInt8 {
    rest = rest.dropFirst()
    return value
  }
}
