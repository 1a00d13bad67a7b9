// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The private half of a key that this process holds, by kind.
enum PrivateScalar: Sendable {
  case p256(P256.Signing.PrivateKey)
  case p384(P384.Signing.PrivateKey)
  case ed25519(Curve25519.Signing.PrivateKey)

  /// Reads the number of an elliptic curve, big-endian and as long as the curve's order, or the
  /// seed of Ed25519; nil when it is none.
  init?(_ scheme: SignatureScheme, bytes: [UInt8]) {
    switch scheme {
    case .ecdsaP256:
      guard let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
      self = .p256(key)
    case .ecdsaP384:
      guard let key = try? P384.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
      self = .p384(key)
    case .ed25519:
      guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
        return nil
      }
      self = .ed25519(key)
    default: return nil
    }
  }

  /// Makes one from the system's random numbers.
  static func generate(_ scheme: SignatureScheme) -> PrivateScalar {
    switch scheme {
    case .ecdsaP384: .p384(.init())
    case .ed25519: .ed25519(.init())
    default: .p256(.init())
    }
  }

  var point: PublicPoint {
    switch self {
    case .p256(let key): .p256(key.publicKey)
    case .p384(let key): .p384(key.publicKey)
    case .ed25519(let key): .ed25519(key.publicKey)
    }
  }

  /// PKCS#8; secret.
  var der: [UInt8] {
    switch self {
    case .p256(let key): Array(key.derRepresentation)
    case .p384(let key): Array(key.derRepresentation)
    case .ed25519(let key): PrivateKeyInfo.ed25519Start + Array(key.rawRepresentation)
    }
  }

  func signature(for bytes: [UInt8]) throws -> [UInt8] {
    switch self {
    case .p256(let key): Array(try key.signature(for: bytes).derRepresentation)
    case .p384(let key): Array(try key.signature(for: bytes).derRepresentation)
    case .ed25519(let key): Array(try key.signature(for: bytes))
    }
  }
}
