// SPDX-License-Identifier: Apache-2.0

/// A hash function, by the name it has in in-toto digest sets and in manifests.
public enum DigestAlgorithm: String, Sendable, CaseIterable {
  /// FIPS 180-4 SHA-256; the only one that identifies a dataset or a model.
  case sha256
  /// FIPS 180-4 SHA-384.
  case sha384
  /// FIPS 180-4 SHA-512.
  case sha512
  /// FIPS 180-4 SHA-224.
  case sha224
  /// FIPS 202 SHA3-256.
  case sha3_256
  /// FIPS 202 SHA3-384.
  case sha3_384
  /// FIPS 202 SHA3-512.
  case sha3_512
  /// RFC 7693 BLAKE2b with 160 bits; too short to be proof of content.
  case blake2b160
  /// RFC 7693 BLAKE2b with 224 bits.
  case blake2b224
  /// RFC 7693 BLAKE2b with 256 bits.
  case blake2b256
  /// RFC 7693 BLAKE2b with 384 bits.
  case blake2b384
  /// RFC 7693 BLAKE2b with 512 bits.
  case blake2b512
  /// BLAKE2bp, four lanes of BLAKE2b, with 512 bits.
  case blake2bp512
  /// RFC 7693 BLAKE2s with 160 bits; too short to be proof of content.
  case blake2s160
  /// RFC 7693 BLAKE2s with 224 bits.
  case blake2s224
  /// RFC 7693 BLAKE2s with 256 bits.
  case blake2s256
  /// BLAKE2sp, eight lanes of BLAKE2s, with 224 bits.
  case blake2sp224
  /// BLAKE2sp, eight lanes of BLAKE2s, with 256 bits.
  case blake2sp256
  /// BLAKE3 with 256 bits, as `b3sum` prints it.
  case blake3
  /// FIPS 180-4 SHA-1; read for git objects and old manifests, never trusted as proof of content.
  case sha1
  /// RFC 1321 MD5; read because DVC and old lists use it, never trusted as proof of content.
  case md5

  /// Length of a digest in bytes.
  public var byteCount: Int {
    switch self {
    case .md5: 16
    case .sha1, .blake2b160, .blake2s160: 20
    case .sha224, .blake2b224, .blake2s224, .blake2sp224: 28
    case .sha256, .sha3_256, .blake2b256, .blake2s256, .blake2sp256, .blake3: 32
    case .sha384, .sha3_384, .blake2b384: 48
    case .sha512, .sha3_512, .blake2b512, .blake2bp512: 64
    }
  }

  /// Whether nobody can make two different contents with the same digest.
  ///
  /// Two contents with the same 160 bits cost 2^80 steps whatever the function is, which is no
  /// longer out of reach.
  public var isCollisionResistant: Bool { byteCount >= 28 }
}
