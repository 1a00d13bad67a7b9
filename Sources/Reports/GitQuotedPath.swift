// SPDX-License-Identifier: Apache-2.0

/// Printable paths that git's `core.quotePath` form may stand in, back as bytes.
enum GitQuotedPath {
  /// The bytes of a path: what is between the quotes with its escapes undone, else the text's own.
  static func bytes(of printable: String) -> [UInt8] {
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

/// References to files as RFC 3986 wants them.
enum URIReference {
  private static let hex = Array("0123456789ABCDEF".utf8)

  /// A relative reference: slashes stay, everything that is not unreserved is percent-encoded.
  ///
  /// Colons are encoded too, so that a path never looks as if it started with a scheme.
  static func path(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      if isUnreserved(byte) || byte == UInt8(ascii: "/") {
        text.append(byte)
      } else {
        text += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: false
    }
  }
}
