// SPDX-License-Identifier: Apache-2.0

import Crypto
import Files

/// A private key.
public struct SigningKey: Sendable {
  private enum Secret: Sendable {
    case p256(P256.Signing.PrivateKey)
  }

  private let secret: Secret
  /// The public half.
  public let verificationKey: VerificationKey

  private init(_ key: P256.Signing.PrivateKey) {
    secret = .p256(key)
    verificationKey = VerificationKey(key.publicKey)
  }

  /// Makes a new key on P-256 from the system's random numbers.
  public static func generate() -> SigningKey {
    SigningKey(P256.Signing.PrivateKey())
  }

  /// Reads a private key from PEM: PKCS#8 (`PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`).
  public init(pem: [UInt8]) throws(AttestationError) {
    try self.init(pem: pem, subject: "the private key")
  }

  init(pem: [UInt8], subject: String) throws(AttestationError) {
    // `openssl ecparam -genkey` writes the curve before the key; the key says it again.
    guard let blocks = PEM.blocks(in: pem)?.filter({ $0.label != "EC PARAMETERS" }),
      let block = blocks.first, blocks.count == 1
    else {
      throw .unusableKey(subject, reason: "it is not one block of unencrypted PEM")
    }
    guard block.label != "ENCRYPTED PRIVATE KEY" else {
      throw .unusableKey(subject, reason: "it is encrypted with a passphrase")
    }
    guard let key = P256Encoding.privateKey(block) else {
      throw .unusableKey(subject, reason: "it holds no P-256 private key")
    }
    self.init(key)
  }

  /// PEM of PKCS#8; secret.
  public var pem: String {
    switch secret {
    case .p256(let key): PEM(label: "PRIVATE KEY", content: P256Encoding.encode(key)).text
    }
  }

  /// Signs bytes; the form of the signature is its scheme's.
  public func signature(for bytes: [UInt8]) throws(AttestationError) -> [UInt8] {
    switch secret {
    case .p256(let key):
      do {
        return Array(try key.signature(for: bytes).derRepresentation)
      } catch {
        throw .unusableKey("the private key", reason: "signing failed (\(error))")
      }
    }
  }
}
