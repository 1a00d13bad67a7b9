// SPDX-License-Identifier: Apache-2.0

/// A way to sign, by the names that securesystemslib and TUF give it.
public struct SignatureScheme: Hashable, Sendable {
  /// The kind of key.
  public let keyType: String
  /// The curve and the hash.
  public let name: String

  /// ECDSA on NIST P-256 with SHA-256 (FIPS 186-5); signatures are DER (RFC 3279 section 2.2.3).
  ///
  /// Every verifier of the field takes it.
  public static let ecdsaP256 = SignatureScheme(keyType: "ecdsa", name: "ecdsa-sha2-nistp256")
  /// ECDSA on NIST P-384 with SHA-384; signatures are DER.
  public static let ecdsaP384 = SignatureScheme(keyType: "ecdsa", name: "ecdsa-sha2-nistp384")
  /// Ed25519 (RFC 8032); signatures are 64 bytes.
  public static let ed25519 = SignatureScheme(keyType: "ed25519", name: "ed25519")
}
