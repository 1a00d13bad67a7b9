// SPDX-License-Identifier: Apache-2.0

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
