// SPDX-License-Identifier: Apache-2.0

import Findings
public import SystemPackage

/// Paths inside commands that people paste: each becomes exactly one word of a POSIX shell.
public enum ShellWord {
  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,@%:=".utf8)

  /// A path below a root; `.` for the root itself.
  public static func quote(_ path: RelativePath?) -> String { quote(path: path?.bytes ?? [0x2e]) }

  /// Any text.
  public static func quote(_ text: String) -> String { quote(bytes: Array(text.utf8)) }

  /// Any path.
  public static func quote(_ path: FilePath) -> String { quote(path: path.byteArray) }

  /// A name that starts with a dash would be taken for an option.
  private static func quote(path bytes: [UInt8]) -> String {
    quote(bytes: bytes.first == UInt8(ascii: "-") ? Array("./".utf8) + bytes : bytes)
  }

  /// A path for commands of git that take patterns: this path, and no other that it would match.
  public static func pathspec(_ path: RelativePath?) -> String {
    let bytes = path?.bytes ?? [0x2e]
    guard bytes.first == UInt8(ascii: ":") || bytes.contains(where: Array("*?[\\".utf8).contains)
    else { return quote(path: bytes) }
    return quote(bytes: Array(":(literal)".utf8) + bytes)
  }

  /// Single quotes where needed; `$'…'` for what is no printable UTF-8.
  public static func quote(bytes: [UInt8]) -> String {
    if bytes.allSatisfy(plain.contains), !bytes.isEmpty {
      return String(decoding: bytes, as: UTF8.self)
    }
    if let text = String(validating: bytes, as: UTF8.self),
      PrintableText.escape(text) == text
    {
      return "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
    }
    return "$" + "'" + bytes.map(octal).joined() + "'"
  }

  private static func octal(_ byte: UInt8) -> String {
    if plain.contains(byte) { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
