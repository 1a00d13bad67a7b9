// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import SwiftASN1

/// A PKCS#8 private key under a passphrase: the `ENCRYPTED PRIVATE KEY` of openssl.
///
/// The password-based scheme is PBES2 (RFC 8018 section 6.2) with AES-CBC, and PBKDF2 or scrypt
/// (RFC 7914). The scheme before it, PBES1 with DES or RC2, protects nothing and is refused.
struct EncryptedPrivateKey {
  private enum Derivation {
    case pbkdf2(salt: [UInt8], rounds: Int, hash: KDF.Insecure.PBKDF2.HashFunction)
    case scrypt(salt: [UInt8], cost: Int, blockSize: Int, parallelism: Int)
  }

  private let derivation: Derivation
  private let keyLength: Int
  private let vector: [UInt8]
  private let ciphertext: [UInt8]

  /// Bounds the time that a foreign file can ask for to some seconds.
  private static let roundLimit = 20_000_000
  /// Bounds the memory that a foreign file can ask for: 128 × cost × block size.
  private static let memoryLimit = 256 << 20

  /// Reads the block's content.
  init(der: [UInt8]) throws {
    let (scheme, content) = try DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
      (try AlgorithmIdentifier(derEncoded: &nodes), try ASN1OctetString(derEncoded: &nodes))
    }
    guard scheme.identifier == [1, 2, 840, 113549, 1, 5, 13], let parameters = scheme.parameters
    else { throw PrivateKeyInfo.unknown }
    let (kdf, cipher) = try DER.sequence(parameters, identifier: .sequence) { nodes in
      (try AlgorithmIdentifier(derEncoded: &nodes), try AlgorithmIdentifier(derEncoded: &nodes))
    }
    keyLength = try Self.keyLength(cipher.identifier)
    vector = Array(try ASN1OctetString(derEncoded: try cipher.parameters.orUnknown()).bytes)
    derivation = try Self.derivation(kdf, keyLength: keyLength)
    ciphertext = Array(content.bytes)
    guard vector.count == 16, ciphertext.count.isMultiple(of: 16), !ciphertext.isEmpty else {
      throw PrivateKeyInfo.unknown
    }
  }

  /// AES in CBC mode with padding, 2.16.840.1.101.3.4.1.x.
  private static func keyLength(_ cipher: ASN1ObjectIdentifier) throws -> Int {
    switch cipher {
    case [2, 16, 840, 1, 101, 3, 4, 1, 2]: 16
    case [2, 16, 840, 1, 101, 3, 4, 1, 22]: 24
    case [2, 16, 840, 1, 101, 3, 4, 1, 42]: 32
    default: throw PrivateKeyInfo.unknown
    }
  }

  private static func derivation(_ kdf: AlgorithmIdentifier, keyLength: Int) throws -> Derivation {
    let parameters = try kdf.parameters.orUnknown()
    switch kdf.identifier {
    case [1, 2, 840, 113549, 1, 5, 12]: return try pbkdf2(parameters, keyLength)
    case [1, 3, 6, 1, 4, 1, 11591, 4, 11]: return try scrypt(parameters, keyLength)
    default: throw PrivateKeyInfo.unknown
    }
  }

  private static func pbkdf2(_ node: ASN1Node, _ keyLength: Int) throws -> Derivation {
    try DER.sequence(node, identifier: .sequence) { nodes in
      let salt = Array(try ASN1OctetString(derEncoded: &nodes).bytes)
      let rounds = try Int(derEncoded: &nodes)
      var next = nodes.next()
      if let length = next, length.identifier == .integer {
        guard try Int(derEncoded: length) == keyLength else { throw PrivateKeyInfo.unknown }
        next = nodes.next()
      }
      let hash = try next.map { try self.hash(try AlgorithmIdentifier($0).identifier) }
      guard (1...roundLimit).contains(rounds) else { throw PrivateKeyInfo.unknown }
      return .pbkdf2(salt: salt, rounds: rounds, hash: hash ?? .insecureSHA1)
    }
  }

  /// HMAC with SHA-1, 256, 384 or 512: 1.2.840.113549.2.x.
  private static func hash(_ identifier: ASN1ObjectIdentifier) throws
    -> KDF.Insecure.PBKDF2.HashFunction
  {
    switch identifier {
    case [1, 2, 840, 113549, 2, 7]: .insecureSHA1
    case [1, 2, 840, 113549, 2, 9]: .sha256
    case [1, 2, 840, 113549, 2, 10]: .sha384
    case [1, 2, 840, 113549, 2, 11]: .sha512
    default: throw PrivateKeyInfo.unknown
    }
  }

  private static func scrypt(_ node: ASN1Node, _ keyLength: Int) throws -> Derivation {
    try DER.sequence(node, identifier: .sequence) { nodes in
      let salt = Array(try ASN1OctetString(derEncoded: &nodes).bytes)
      let cost = try Int(derEncoded: &nodes)
      let blockSize = try Int(derEncoded: &nodes)
      let parallelism = try Int(derEncoded: &nodes)
      if let length = nodes.next() {
        guard try Int(derEncoded: length) == keyLength else { throw PrivateKeyInfo.unknown }
      }
      guard (2...(1 << 24)).contains(cost), cost.nonzeroBitCount == 1,
        (1...64).contains(blockSize), (1...16).contains(parallelism),
        128 * cost * blockSize <= memoryLimit
      else { throw PrivateKeyInfo.unknown }
      return .scrypt(salt: salt, cost: cost, blockSize: blockSize, parallelism: parallelism)
    }
  }

  /// The content of the `PRIVATE KEY` block inside; an error when the passphrase is another one.
  func decrypted(passphrase: [UInt8]) throws -> [UInt8] {
    let plain = try AES._CBC.decrypt(
      ciphertext, using: try key(passphrase), iv: try AES._CBC.IV(ivBytes: vector))
    return Array(plain)
  }

  private func key(_ passphrase: [UInt8]) throws -> SymmetricKey {
    switch derivation {
    case .pbkdf2(let salt, let rounds, let hash):
      try KDF.Insecure.PBKDF2.deriveKey(
        from: passphrase, salt: salt, using: hash, outputByteCount: keyLength,
        unsafeUncheckedRounds: rounds)
    case .scrypt(let salt, let cost, let blockSize, let parallelism):
      try KDF.Scrypt.deriveKey(
        from: passphrase, salt: salt, outputByteCount: keyLength, rounds: cost,
        blockSize: blockSize, parallelism: parallelism)
    }
  }
}
