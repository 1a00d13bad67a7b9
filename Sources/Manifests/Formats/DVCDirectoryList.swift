// SPDX-License-Identifier: Apache-2.0

package import Digests
package import Files

/// The list of a folder's files as DVC writes it into its cache.
///
/// It is what Python's `json.dumps(list, sort_keys=True)` writes of `md5` and `relpath`, sorted by
/// code points of `relpath`; Python reads bytes that are not UTF-8 as lone surrogates (PEP 383).
package struct DVCDirectoryList {
  private typealias File = (scalars: [UInt32], digest: Digest)

  let bytes: [UInt8]

  /// The MD5 of the list, which stands for the folder.
  package static func digest(of files: [(path: RelativePath, digest: Digest)]) -> Digest {
    Digest.of(DVCDirectoryList(files).bytes, .md5)
  }

  /// Writes the list of files in the order of their paths' bytes.
  init(_ files: [(path: RelativePath, digest: Digest)]) {
    var text: [UInt8] = []
    text.reserveCapacity(files.count * 96)
    text.append(UInt8(ascii: "["))
    if files.allSatisfy({ Self.isASCII($0.path) }) {
      for (path, digest) in files {
        Self.write(digest, to: &text) { text in
          for byte in path.bytes { Self.write(UInt32(byte), to: &text) }
        }
      }
    } else {
      let decoded = files.map { File(Self.scalars(of: $0.path.bytes), $0.digest) }
      for file in decoded.sorted(by: { $0.scalars.lexicographicallyPrecedes($1.scalars) }) {
        Self.write(file.digest, to: &text) { text in
          for scalar in file.scalars { Self.write(scalar, to: &text) }
        }
      }
    }
    text.append(UInt8(ascii: "]"))
    bytes = text
  }

  /// Whether bytes are code points, and their order the same.
  private static func isASCII(_ path: RelativePath) -> Bool {
    path.bytes.allSatisfy { $0 < 0x80 }
  }

  private static let start = Array("{\"md5\": \"".utf8)
  private static let middle = Array("\", \"relpath\": \"".utf8)
  private static let end = Array("\"}".utf8)
  /// What stands between two files.
  static let separator = Array(", ".utf8)

  /// Adds a file to what stands between the brackets; false when its path is no UTF-8, so that its
  /// place in the list may be another than among the bytes of the paths.
  static func append(_ digest: Span<UInt8>, _ path: [UInt8], to text: inout [UInt8]) -> Bool {
    if path.allSatisfy({ $0 < 0x80 }) {
      write(digest, to: &text) { text in for byte in path { write(UInt32(byte), to: &text) } }
      return true
    }
    guard let decoded = String(validating: path, as: UTF8.self) else { return false }
    write(digest, to: &text) { text in
      for scalar in decoded.unicodeScalars { write(scalar.value, to: &text) }
    }
    return true
  }

  private static func write(
    _ digest: Digest, to text: inout [UInt8], path: (inout [UInt8]) -> Void
  ) {
    if text.count > 1 { text += separator }
    write(digest.bytes.span, to: &text, path: path)
  }

  private static func write(
    _ digest: Span<UInt8>, to text: inout [UInt8], path: (inout [UInt8]) -> Void
  ) {
    text += start
    Hex.append(digest, to: &text)
    text += middle
    path(&text)
    text += end
  }

  /// Code points, with U+DC00 plus the byte for each byte that is not UTF-8.
  private static func scalars(of bytes: [UInt8]) -> [UInt32] {
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map(UInt32.init) }
    var scalars: [UInt32] = []
    var rest = bytes[...]
    while let byte = rest.first {
      let length = sequenceLength(byte)
      let piece = rest.prefix(length)
      if let text = String(validating: piece, as: UTF8.self), piece.count == length {
        scalars += text.unicodeScalars.map(\.value)
        rest = rest.dropFirst(length)
      } else {
        scalars.append(0xdc00 + UInt32(byte))
        rest = rest.dropFirst()
      }
    }
    return scalars
  }

  private static func sequenceLength(_ first: UInt8) -> Int {
    switch first {
    case 0xc0...0xdf: 2
    case 0xe0...0xef: 3
    case 0xf0...0xff: 4
    default: 1
    }
  }

  private static func write(_ scalar: UInt32, to text: inout [UInt8]) {
    switch scalar {
    case 0x22: text += "\\\"".utf8
    case 0x5c: text += "\\\\".utf8
    case 0x08: text += "\\b".utf8
    case 0x09: text += "\\t".utf8
    case 0x0a: text += "\\n".utf8
    case 0x0c: text += "\\f".utf8
    case 0x0d: text += "\\r".utf8
    case 0x20...0x7e: text.append(UInt8(scalar))
    case 0x10000...:
      let offset = scalar - 0x10000
      escape(0xd800 + (offset >> 10), to: &text)
      escape(0xdc00 + (offset & 0x3ff), to: &text)
    default: escape(scalar, to: &text)
    }
  }

  private static func escape(_ unit: UInt32, to text: inout [UInt8]) {
    text += "\\u".utf8
    text += Hex.encode([UInt8(unit >> 8 & 0xff), UInt8(unit & 0xff)]).utf8
  }
}
