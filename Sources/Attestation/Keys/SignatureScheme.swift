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
}
