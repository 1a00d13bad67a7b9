// SPDX-License-Identifier: Apache-2.0

import Files

/// A bucket, and where in it something begins.
struct S3Location: Sendable, Hashable, CustomStringConvertible {
  let bucket: String
  /// Without slashes at its ends; may be empty.
  let prefix: String

  /// Reads `s3://BUCKET/PREFIX`.
  init?(_ text: String) {
    guard text.hasPrefix("s3://") else { return nil }
    let parts = text.dropFirst(5).split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bucket = parts.first, Self.isBucket(bucket) else { return nil }
    self.bucket = String(bucket)
    let tail = (parts.count > 1 ? parts[1] : "").drop { $0 == "/" }
    prefix = String(tail.lastIndex { $0 != "/" }.map { tail[...$0] } ?? "")
  }

  var description: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix)" }

  /// The whole key of an object, escaped for a URL: only unreserved characters and `/` stay.
  func escapedKey(_ key: RelativePath) -> String {
    Self.escape((prefix.isEmpty ? [] : Array(prefix.utf8) + [0x2f]) + key.bytes, keeps: 0x2f)
  }

  /// Escapes all but what RFC 3986 calls unreserved, and one further byte.
  static func escape(_ bytes: [UInt8], keeps: UInt8? = nil) -> String {
    var text: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: text.append(byte)
      case keeps: text.append(byte)
      default: text += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Letters, digits, `.`, `-` and `_`, so that a name can stand in a host or a path.
  private static func isBucket(_ name: Substring) -> Bool {
    !name.isEmpty && !name.hasPrefix(".")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
        default: false
        }
      }
  }
}
