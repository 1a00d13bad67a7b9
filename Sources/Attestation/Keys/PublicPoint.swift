// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The public half of a key, by kind.
enum PublicPoint: Sendable {
  case p256(P256.Signing.PublicKey)
  case p384(P384.Signing.PublicKey)
  case ed25519(Curve25519.Signing.PublicKey)

  /// Reads a point; nil when it is none of that kind, such as one that is not on the curve.
  init?(_ scheme: SignatureScheme, point: [UInt8]) {
    switch scheme {
    case .ecdsaP256:
      guard let key = try? P256.Signing.PublicKey(x963Representation: point) else { return nil }
      self = .p256(key)
    case .ecdsaP384:
      guard let key = try? P384.Signing.PublicKey(x963Representation: point) else { return nil }
      self = .p384(key)
    case .ed25519:
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point) else {
        return nil
      }
      self = .ed25519(key)
    default: return nil
    }
  }

  var scheme: SignatureScheme {
    switch self {
    case .p256: .ecdsaP256
    case .p384: .ecdsaP384
    case .ed25519: .ed25519
    }
  }

  /// Uncompressed, or as RFC 8032 writes it.
  var bytes: [UInt8] {
    switch self {
    case .p256(let key): Array(key.x963Representation)
    case .p384(let key): Array(key.x963Representation)
    case .ed25519(let key): Array(key.rawRepresentation)
    }
  }

  /// Whether the holder of the private half signed these bytes; the signature is its scheme's.
  func isValid(signature: [UInt8], over bytes: [UInt8]) -> Bool {
    switch self {
    case .p256(let key):
      guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(signature, for: bytes)
    case .p384(let key):
      guard let signature = try? P384.Signing.ECDSASignature(derRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(signature, for: bytes)
    case .ed25519(let key):
      return signature.count == 64 && key.isValidSignature(signature, for: bytes)
    }
  }
}
