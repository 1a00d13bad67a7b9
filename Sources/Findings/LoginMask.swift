// SPDX-License-Identifier: Apache-2.0

/// Hides the logins in URLs (RFC 3986, userinfo) of a text that somebody will read.
enum LoginMask {
  private static let mark = Array("://".utf8)

  /// The text with a star for each byte between `://` and `@`; it is as long as before.
  static func masked(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    var place = text.startIndex
    while place < text.endIndex {
      guard text[place...].starts(with: mark) else {
        place += 1
        continue
      }
      let start = place + mark.count
      let host = text[start...].prefix { !isEnd($0) }
      if let end = host.lastIndex(of: UInt8(ascii: "@")) {
        for index in start..<end { text[index] = UInt8(ascii: "*") }
      }
      place = host.endIndex
    }
    return text
  }

  /// Whether no login holds such a byte.
  private static func isEnd(_ byte: UInt8) -> Bool {
    byte <= 0x20 || "/?#\"'".utf8.contains(byte)
  }
}
