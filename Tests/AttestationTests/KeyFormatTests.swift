// SPDX-License-Identifier: Apache-2.0

import Attestation
import SystemPackage
import TestSupport
import Testing

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
    #expect(try await Self.openssl("pkey", "-pubout", input: key.pem) == key.verificationKey.pem)
  }

  /// secp256k1 has numbers of the same size, and must not pass for P-256.
  @Test(arguments: ["secp256k1", "P-384", "brainpoolP256r1"])
  func refusesOtherCurves(_ curve: String) async throws {
    let pkcs8 = try await Self.generated(curve)
    let sec1 = try await Self.openssl("ec", input: pkcs8)
    let published = try await Self.openssl("pkey", "-pubout", input: pkcs8)
    for text in [pkcs8, sec1] {
      let error = #expect(throws: AttestationError.self) { try SigningKey(pem: Array(text.utf8)) }
      #expect(error?.message == "cannot use the private key: it holds no P-256 private key")
    }
    #expect(throws: AttestationError.self) { try VerificationKey(pem: Array(published.utf8)) }
  }

  @Test func refusesAnEncryptedKey() async throws {
    let key = try await Self.openssl(
      "pkcs8", "-topk8", "-passout", "pass:secret", input: Examples.key.pem)
    let error = #expect(throws: AttestationError.self) { try SigningKey(pem: Array(key.utf8)) }
    #expect(error?.message.contains("encrypted with a passphrase") == true)
  }
}
