// SPDX-License-Identifier: Apache-2.0

/// A hash function, by the name it has in in-toto digest sets and in manifests.
public enum DigestAlgorithm: String, Sendable, CaseIterable {
  /// FIPS 180-4 SHA-256; the only one that identifies a dataset or a model.
  case sha256
  /// FIPS 180-4 SHA-384.
  case sha384
  /// FIPS 180-4 SHA-512.
  case sha512
  /// FIPS 180-4 SHA-1; read for git objects and old manifests, never trusted as proof of content.
  case sha1
  /// RFC 1321 MD5; read because DVC and old lists use it, never trusted as proof of content.
  case md5

  /// Length of a digest in bytes.
  public var byteCount: Int {
    switch self {
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    case .sha1: 20
    case .md5: 16
    }
  }

  /// Whether nobody can make two different contents with the same digest.
  public var isCollisionResistant: Bool {
    switch self {
    case .sha256, .sha384, .sha512: true
    case .sha1, .md5: false
    }
  }
}
