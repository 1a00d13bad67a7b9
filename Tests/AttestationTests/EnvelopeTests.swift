// SPDX-License-Identifier: Apache-2.0

import Attestation
import Findings
import Testing

@Suite struct EnvelopeTests {
  static let key = Examples.key
  static let publicKey = key.verificationKey

  static func envelope() throws -> Envelope {
    try Envelope.signing(payload: Array("hello world".utf8), payloadType: "text/plain", with: key)
  }

  /// The example of the DSSE protocol.
  @Test func encodesAsTheProtocolSays() {
    let encoding = Envelope.preAuthenticationEncoding(
      payloadType: "http://example.com/HelloWorld", payload: Array("hello world".utf8))
    #expect(
      String(decoding: encoding, as: UTF8.self)
        == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
  }

  @Test func lengthsAreBytes() {
    let encoding = Envelope.preAuthenticationEncoding(payloadType: "é", payload: Array("漢".utf8))
    #expect(String(decoding: encoding, as: UTF8.self) == "DSSEv1 2 é 3 漢")
  }

  @Test func verifiesWhatItSigned() throws {
    let envelope = try Self.envelope()
    #expect(envelope.signatures.map(\.keyID) == [Self.publicKey.keyID])
    let payload = try envelope.verified(with: Self.publicKey)
    #expect(payload.bytes == Array("hello world".utf8))
    #expect(payload.payloadType == "text/plain")
    #expect(payload.key == Self.publicKey)
  }

  @Test func signaturesDifferButVerify() throws {
    let envelopes = [try Self.envelope(), try Self.envelope()]
    for envelope in envelopes { _ = try envelope.verified(with: Self.publicKey) }
  }

  private static func refusal(_ change: (inout Envelope) throws -> Void) throws -> String? {
    var envelope = try envelope()
    try change(&envelope)
    do throws(AttestationError) {
      _ = try envelope.verified(with: publicKey)
      return nil
    } catch {
      #expect(error.status == .refused)
      return error.message
    }
  }

  @Test func refusesAnotherPayload() throws {
    let message = try Self.refusal { $0.payload[0] ^= 1 }
    #expect(message?.hasPrefix("the signature was not made by the key") == true)
  }

  @Test func refusesAnotherPayloadType() throws {
    #expect(try Self.refusal { $0.payloadType += "x" } != nil)
  }

  /// Without the lengths, type and payload could trade bytes.
  @Test func refusesBytesThatMovedBetweenTypeAndPayload() throws {
    let message = try Self.refusal {
      $0.payloadType = "text/plain 11 hello"
      $0.payload = Array("world".utf8)
    }
    #expect(message != nil)
  }

  @Test func refusesEveryFlippedByteOfTheSignature() throws {
    let envelope = try Self.envelope()
    for position in envelope.signatures[0].bytes.indices {
      var damaged = envelope
      damaged.signatures[0].bytes[position] ^= 4
      #expect(throws: AttestationError.self) { try damaged.verified(with: Self.publicKey) }
    }
  }

  @Test func refusesASignatureWithBytesBehindIt() throws {
    #expect(try Self.refusal { $0.signatures[0].bytes.append(0) } != nil)
  }

  @Test func refusesAnotherKey() throws {
    let envelope = try Self.envelope()
    let other = SigningKey.generate().verificationKey
    #expect(throws: AttestationError.self) { try envelope.verified(with: other) }
  }

  @Test func refusesASecondSignature() throws {
    let other = try Envelope.signing(
      payload: Array("hello world".utf8), payloadType: "text/plain", with: .generate())
    #expect(
      try Self.refusal { $0.signatures += other.signatures }
        == "the envelope has 2 signatures, where exactly one is expected")
    #expect(try Self.refusal { $0.signatures += $0.signatures } != nil)
  }

  @Test func refusesAnUnsignedEnvelope() throws {
    #expect(try Self.refusal { $0.signatures = [] } == "the envelope is not signed")
  }

  @Test func theKeyIDIsOnlyAHint() throws {
    #expect(try Self.refusal { $0.signatures[0].keyID = "someone else" } == nil)
    #expect(try Self.refusal { $0.signatures[0].keyID = "" } == nil)
  }
}
