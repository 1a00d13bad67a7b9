// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import Attestation

/// Keys that openssl makes, in every spelling it has.
@Suite(.enabled(if: Peers.has("openssl"), "needs the peer openssl"))
struct KeyFormatTests {
  private static func openssl(_ arguments: String..., input: String = "") async throws -> String {
    try await PythonPeer.openssl(arguments, input: Array(input.utf8))
  }

  private static func generated(_ curve: String) async throws -> String {
    try await openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)")
  }

  @Test func readsBothPrivateForms() async throws {
    let pkcs8 = try await Self.generated("P-256")
    let sec1 = try await Self.openssl("ec", input: pkcs8)
    #expect(sec1.hasPrefix("-----BEGIN EC PRIVATE KEY-----"))
    let keys = [try SigningKey(pem: Array(pkcs8.utf8)), try SigningKey(pem: Array(sec1.utf8))]
    let published = try await Self.openssl("pkey", "-pubout", input: pkcs8)
    for key in keys {
      #expect(key.pem == pkcs8)
      #expect(key.verificationKey.pem == published)
    }
    #expect(try VerificationKey(pem: Array(published.utf8)) == keys[0].verificationKey)
  }

  @Test func readsAKeyAfterItsParameters() async throws {
    let text = try await Self.openssl("ecparam", "-name", "prime256v1", "-genkey")
    #expect(text.hasPrefix("-----BEGIN EC PARAMETERS-----"))
    _ = try SigningKey(pem: Array(text.utf8))
  }

  @Test func opensslReadsOurs() async throws {
    let key = SigningKey.generate()
    #expect(
      try await Self.openssl("pkey", "-pubout", input: key.pem ?? "") == key.verificationKey.pem)
  }

  /// secp256k1 has numbers of the same size, and must not pass for P-256.
  @Test(arguments: ["secp256k1", "P-521", "brainpoolP256r1", "brainpoolP384r1"])
  func refusesOtherCurves(_ curve: String) async throws {
    let pkcs8 = try await Self.generated(curve)
    let sec1 = try await Self.openssl("ec", input: pkcs8)
    let published = try await Self.openssl("pkey", "-pubout", input: pkcs8)
    for text in [pkcs8, sec1] {
      let error = #expect(throws: AttestationError.self) { try SigningKey(pem: Array(text.utf8)) }
      #expect(
        error?.message
          == "cannot use the private key: it holds no P-256, P-384 or Ed25519 private key")
    }
    #expect(throws: AttestationError.self) { try VerificationKey(pem: Array(published.utf8)) }
  }

  /// Every way in which openssl encrypts keys today, with and without the right passphrase.
  @Test(arguments: [
    ["-v2", "aes-256-cbc"], ["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1"],
    ["-v2", "aes-192-cbc", "-iter", "1000"], ["-v2prf", "hmacWithSHA512"],
    ["-scrypt", "-scrypt_N", "1024", "-scrypt_r", "8", "-scrypt_p", "1"],
  ])
  func readsEncryptedKeys(_ options: [String]) async throws {
    let key = try await PythonPeer.openssl(
      ["pkcs8", "-topk8", "-passout", "pass:secret"] + options, input: Array(Examples.pem.utf8))
    let read = try SigningKey(pem: Array(key.utf8), passphrase: { _ in Array("secret".utf8) })
    #expect(read.pem == Examples.pem)
    for passphrase in ["Secret", ""] {
      let error = #expect(throws: AttestationError.self) {
        try SigningKey(pem: Array(key.utf8), passphrase: { _ in Array(passphrase.utf8) })
      }
      #expect(error?.message.contains("passphrase is not the right one") == true)
    }
    let error = #expect(throws: AttestationError.self) { try SigningKey(pem: Array(key.utf8)) }
    #expect(error?.message.contains("there is no passphrase for it") == true)
  }

  /// DES, and the encryption of PEM itself with a digest as its only defence.
  @Test func refusesOldEncryption() async throws {
    let triple = try await Self.openssl(
      "pkcs8", "-topk8", "-v2", "des3", "-passout", "pass:secret", input: Examples.pem)
    let traditional = try await Self.openssl(
      "ec", "-aes256", "-passout", "pass:secret", input: Examples.pem)
    #expect(traditional.contains("Proc-Type: 4,ENCRYPTED"))
    for text in [triple, traditional] {
      let error = #expect(throws: AttestationError.self) {
        try SigningKey(pem: Array(text.utf8), passphrase: { _ in Array("secret".utf8) })
      }
      #expect(error?.message.contains("encrypted in a way that is not read here") == true)
      #expect(error?.hints.first?.hasPrefix("openssl pkcs8 -topk8 -v2 aes-256-cbc") == true)
    }
  }

  @Test(arguments: ["P-384", "ED25519"])
  func readsTheOtherKinds(_ kind: String) async throws {
    let pkcs8 =
      kind == "ED25519"
      ? try await Self.openssl("genpkey", "-algorithm", kind) : try await Self.generated(kind)
    let published = try await Self.openssl("pkey", "-pubout", input: pkcs8)
    let key = try SigningKey(pem: Array(pkcs8.utf8))
    #expect(key.pem == pkcs8)
    #expect(key.verificationKey.pem == published)
    #expect(try VerificationKey(pem: Array(published.utf8)) == key.verificationKey)
    guard kind == "P-384" else { return }
    let sec1 = try await Self.openssl("ec", input: pkcs8)
    #expect(try SigningKey(pem: Array(sec1.utf8)).pem == pkcs8)
  }

  /// The number of one key with the point of another: signatures would fit neither.
  @Test func refusesHalvesThatDoNotFit() throws {
    let other = PEM.blocks(in: Array((SigningKey.generate().pem ?? "").utf8))?.first?.content ?? []
    let mine = PEM.blocks(in: Array(Examples.pem.utf8))?.first?.content ?? []
    try #require(mine.count == other.count && mine.count > 65)
    let mixed = PEM(label: "PRIVATE KEY", content: mine.dropLast(65) + other.suffix(65))
    #expect(throws: AttestationError.self) { try SigningKey(pem: Array(mixed.text.utf8)) }
  }
}
