// SPDX-License-Identifier: Apache-2.0

import Crypto

/// P-256 keys in DER.
///
/// The cryptography library reads the numbers of a key and not the curve they belong to, so a key
/// of another 256-bit curve would pass for one of P-256; here the curve is looked at first.
enum P256Encoding {
  /// id-ecPublicKey (RFC 5480 section 2.1.1), then prime256v1.
  private static let algorithm: [UInt8] =
    [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01] + curve
  /// The object identifier 1.2.840.10045.3.1.7.
  private static let curve: [UInt8] = [
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07,
  ]
  /// The fixed start of a SubjectPublicKeyInfo with an uncompressed point of 65 bytes.
  private static let publicStart: [UInt8] =
    [0x30, 0x59, 0x30, 0x13] + algorithm + [0x03, 0x42, 0x00]

  /// Reads a SubjectPublicKeyInfo; nil when it is not one of P-256.
  static func publicKey(_ der: [UInt8]) -> P256.Signing.PublicKey? {
    guard der.starts(with: publicStart) else { return nil }
    return try? P256.Signing.PublicKey(x963Representation: der.dropFirst(publicStart.count))
  }

  /// Writes a SubjectPublicKeyInfo.
  static func encode(_ key: P256.Signing.PublicKey) -> [UInt8] {
    publicStart + key.x963Representation
  }

  /// Reads PKCS#8 (`PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`); nil when it is not one of P-256.
  static func privateKey(_ block: PEM) -> P256.Signing.PrivateKey? {
    let mark = block.label == "PRIVATE KEY" ? algorithm : curve
    guard ["PRIVATE KEY", "EC PRIVATE KEY"].contains(block.label), block.content.contains(mark)
    else { return nil }
    return try? P256.Signing.PrivateKey(derRepresentation: block.content)
  }

  /// Writes PKCS#8.
  static func encode(_ key: P256.Signing.PrivateKey) -> [UInt8] {
    Array(key.derRepresentation)
  }
}
