// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Attestation

/// Random damage to valid input: an error or a value, never a trap.
@Suite struct MutationTests {
  private static func count(
    _ text: [UInt8], seed: UInt64, rounds: Int = 2000, accepted: ([UInt8]) throws -> Void
  ) -> Int {
    var generator = SeededGenerator(seed: seed)
    return (0..<rounds).count { _ in (try? accepted(generator.mutated(text))) != nil }
  }

  @Test func envelopes() throws {
    let text = try Envelope.signing(payload: [1, 2, 3], payloadType: "t", with: Examples.key)
      .encoded()
    let accepted = Self.count(text, seed: 6) { _ = try Envelope.parse($0) }
    #expect((1..<1500).contains(accepted))
  }

  @Test func bundles() throws {
    let text = try SigstoreBundleTests.bundle().encoded()
    let accepted = Self.count(text, seed: 7) { _ = try SigstoreBundle.parse($0) }
    #expect(accepted < 1700)
  }

  @Test func statements() throws {
    let accepted = Self.count(Examples.statement.encoded(), seed: 8) {
      _ = try Provenance.parse(try Statement.parse(bytes: $0))
    }
    #expect((1..<1500).contains(accepted))
  }

  @Test func publicKeys() throws {
    let text = Array(Examples.key.verificationKey.pem.utf8)
    let accepted = Self.count(text, seed: 9) { _ = try VerificationKey(pem: $0) }
    #expect(accepted < 1000)
  }

  @Test func privateKeys() throws {
    let accepted = Self.count(Array(Examples.pem.utf8), seed: 10) {
      _ = try SigningKey(pem: $0)
    }
    #expect(accepted < 1000)
  }

  /// Damage below the base64, where the DER readers are.
  @Test func privateKeysInDER() throws {
    let blocks = try #require(PEM.blocks(in: Array(Examples.pem.utf8)))
    let der = try #require(blocks.first?.content)
    for label in ["PRIVATE KEY", "EC PRIVATE KEY"] {
      let accepted = Self.count(der, seed: 11, rounds: 500) {
        _ = try SigningKey(pem: Array(PEM(label: label, content: $0).text.utf8))
      }
      #expect(accepted < 400)
    }
  }

  @Test func signatures() throws {
    let signature = try Examples.key.signature(for: [1])
    let key = Examples.key.verificationKey
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<1000 {
      let damaged = generator.mutated(signature)
      #expect(!key.isValid(signature: damaged, over: [1]) || damaged == signature)
    }
  }
}
