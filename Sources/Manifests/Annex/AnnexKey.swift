// SPDX-License-Identifier: Apache-2.0

import Files

/// The name that git-annex gives to a content: `BACKEND[-sSIZE][-mTIME][-SCHUNKSIZE-CCHUNK]--NAME`.
///
/// The form is that of git-annex' `doc/internals/key_format.mdwn`. What the name proves depends on
/// the backend: see ``evidence``.
public struct AnnexKey: Hashable, Sendable, CustomStringConvertible {
  /// The longest key that is read, in bytes; its file name must fit into a folder.
  public static let byteLimit = 4096

  /// A part of a content, as chunking special remotes keep it.
  public struct Chunk: Hashable, Sendable {
    /// Bytes of every chunk but the last.
    public let size: Int64
    /// Which one, from 1.
    public let number: Int64
  }

  /// The key as git-annex prints it.
  public let bytes: [UInt8]
  /// What made it: `SHA256E`, `WORM`, `URL`.
  public let backend: String
  /// Bytes of the content, where the key says it.
  public let size: Int64?
  /// When the content was last changed, in seconds since 1970; only WORM keys say it.
  public let modified: Int64?
  /// Which part of the content it is; nil for the whole.
  public let chunk: Chunk?
  /// What follows the two dashes.
  public let name: [UInt8]

  /// Reads a key as git-annex prints it.
  public init(_ bytes: [UInt8]) throws(ManifestError) {
    guard bytes.count <= Self.byteLimit, !bytes.contains(where: { $0 == 0 || $0 == 0x0a }) else {
      throw ManifestError("it is too long for a git-annex key, or holds a control character")
    }
    var fields = AnnexKeyFields(bytes)
    backend = try fields.backend()
    size = try fields.number(after: "s")
    modified = try fields.number(after: "m")
    let chunkSize = try fields.number(after: "S")
    let number = try fields.number(after: "C")
    guard (chunkSize == nil) == (number == nil) else {
      throw ManifestError("a git-annex key has a chunk's size and its number, or neither")
    }
    chunk = chunkSize.flatMap { size in number.map { Chunk(size: size, number: $0) } }
    name = try fields.name()
    self.bytes = bytes
  }

  /// Reads a key from the name of its file, where `/`, `%`, `&` and `:` are escaped.
  public init(fileName: some Sequence<UInt8>) throws(ManifestError) {
    var bytes: [UInt8] = []
    var names = Array(fileName)[...]
    while let byte = names.popFirst() {
      switch byte {
      case UInt8(ascii: "%"): bytes.append(UInt8(ascii: "/"))
      case UInt8(ascii: "&"):
        switch names.popFirst() {
        case UInt8(ascii: "s"): bytes.append(UInt8(ascii: "%"))
        case UInt8(ascii: "a"): bytes.append(UInt8(ascii: "&"))
        case UInt8(ascii: "c"): bytes.append(UInt8(ascii: ":"))
        default: throw ManifestError("'&' in the file name of a git-annex key needs s, a or c")
        }
      default: bytes.append(byte)
      }
    }
    try self.init(bytes)
  }

  /// The name of the file that holds the content, and of the folder around it.
  public var fileName: [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "/"): Array("%".utf8)
      case UInt8(ascii: "%"): Array("&s".utf8)
      case UInt8(ascii: "&"): Array("&a".utf8)
      case UInt8(ascii: ":"): Array("&c".utf8)
      default: [byte]
      }
    }
  }

  /// The key for people.
  public var description: String { RelativePath.quoted(bytes) }
}

/// The parts of a key, one after another.
private struct AnnexKeyFields {
  private var rest: ArraySlice<UInt8>
  private static let dash = UInt8(ascii: "-")

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func backend() throws(ManifestError) -> String {
    let text = rest.prefix { $0 != Self.dash }
    let isName = text.allSatisfy { byte in
      byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
        || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "_")
    }
    guard isName, let first = text.first, first >= UInt8(ascii: "A") else {
      throw ManifestError("a git-annex key starts with a backend in capitals")
    }
    rest = rest[text.endIndex...]
    return String(decoding: text, as: UTF8.self)
  }

  /// The number of a field, when that is what comes next.
  mutating func number(after letter: Character) throws(ManifestError) -> Int64? {
    guard rest.starts(with: "-\(letter)".utf8) else { return nil }
    let digits = rest.dropFirst(2).prefix { $0 != Self.dash }
    guard digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      let number = Int64(String(decoding: digits, as: UTF8.self))
    else { throw ManifestError("the field '\(letter)' of a git-annex key is not a number") }
    rest = rest[digits.endIndex...]
    return number
  }

  func name() throws(ManifestError) -> [UInt8] {
    guard rest.starts(with: "--".utf8), rest.count > 2 else {
      throw ManifestError("a git-annex key has two dashes and a name at its end")
    }
    return Array(rest.dropFirst(2))
  }
}
