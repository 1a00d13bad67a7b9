// SPDX-License-Identifier: Apache-2.0

/// How a kind of key is written in DER: as SubjectPublicKeyInfo (RFC 5280 section 4.1).
///
/// For each kind everything but the point itself is fixed, so a key that begins in another way is
/// of another kind. The cryptography library reads the numbers of a key and not the curve that they
/// belong to: a key of secp256k1 would pass for one of P-256.
struct PublicKeyInfo {
  let scheme: SignatureScheme
  /// All bytes before the point.
  let start: [UInt8]
  /// The bytes of the point: uncompressed (SEC 1 section 2.3.3), or as RFC 8032 writes it.
  let pointLength: Int

  /// id-ecPublicKey (RFC 5480 section 2.1.1).
  private static let ecPublicKey: [UInt8] = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
  /// prime256v1, 1.2.840.10045.3.1.7.
  private static let prime256v1: [UInt8] = [
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07,
  ]
  /// secp384r1, 1.3.132.0.34.
  private static let secp384r1: [UInt8] = [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22]
  /// id-Ed25519, 1.3.101.112 (RFC 8410 section 3).
  private static let idEd25519: [UInt8] = [0x06, 0x03, 0x2b, 0x65, 0x70]

  static let all = [
    PublicKeyInfo(
      scheme: .ecdsaP256,
      start: [0x30, 0x59, 0x30, 0x13] + ecPublicKey + prime256v1 + [0x03, 0x42, 0x00],
      pointLength: 65),
    PublicKeyInfo(
      scheme: .ecdsaP384,
      start: [0x30, 0x76, 0x30, 0x10] + ecPublicKey + secp384r1 + [0x03, 0x62, 0x00],
      pointLength: 97),
    PublicKeyInfo(
      scheme: .ed25519, start: [0x30, 0x2a, 0x30, 0x05] + idEd25519 + [0x03, 0x21, 0x00],
      pointLength: 32),
  ]

  static func of(_ scheme: SignatureScheme) -> PublicKeyInfo? {
    all.first { $0.scheme == scheme }
  }

  /// The point of a key in this form; nil when it is of another kind.
  func point(_ der: [UInt8]) -> [UInt8]? {
    guard der.count == start.count + pointLength, der.starts(with: start) else { return nil }
    return Array(der.dropFirst(start.count))
  }
}
