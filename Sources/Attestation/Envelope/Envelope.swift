// SPDX-License-Identifier: Apache-2.0

/// A DSSE envelope: bytes, what they are, and who signed them.
///
/// Source: secure-systems-lab/dsse, protocol.md and envelope.md.
public struct Envelope: Sendable {
  /// A signature over the pre-authentication encoding.
  public struct Signature: Sendable {
    /// A hint which key made it, for which nobody vouches; empty when there is none.
    public var keyID: String
    /// The signature as the key's scheme writes it.
    public var bytes: [UInt8]
    /// The certificates that are said to vouch for the key, in DER, the key's own first; no
    /// signature covers them, and it takes a trusted authority to believe them.
    public var certificates: [[UInt8]]

    /// Wraps a signature.
    public init(keyID: String, bytes: [UInt8], certificates: [[UInt8]] = []) {
      self.keyID = keyID
      self.bytes = bytes
      self.certificates = certificates
    }
  }

  /// The payload type of in-toto statements.
  public static let statementType = "application/vnd.in-toto+json"

  /// How to read the payload, as a media type or URI.
  public var payloadType: String
  /// The signed bytes; unverified, so go through ``verified(with:)`` before reading them.
  public var payload: [UInt8]
  /// The signatures, in order.
  public var signatures: [Signature]

  /// Puts an envelope together.
  public init(payloadType: String, payload: [UInt8], signatures: [Signature]) {
    self.payloadType = payloadType
    self.payload = payload
    self.signatures = signatures
  }

  /// Signs bytes with one key; several signers make several envelopes.
  public static func signing(
    payload: [UInt8], payloadType: String = statementType, with key: SigningKey
  ) throws(AttestationError) -> Envelope {
    let encoding = preAuthenticationEncoding(payloadType: payloadType, payload: payload)
    let signature = Signature(
      keyID: key.verificationKey.keyID, bytes: try key.signature(for: encoding),
      certificates: key.chain?.der ?? [])
    return Envelope(payloadType: payloadType, payload: payload, signatures: [signature])
  }

  /// What is signed: `DSSEv1`, then type and payload, each after its length in bytes.
  public static func preAuthenticationEncoding(payloadType: String, payload: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8) + payload
  }
}

/// Bytes that a known key signed under a known type; nothing but a verified envelope makes one.
public struct VerifiedPayload: Sendable {
  /// How to read the bytes.
  public let payloadType: String
  /// The signed bytes.
  public let bytes: [UInt8]
  /// Who signed them.
  public let signer: Signer

  /// The key that signed them.
  public var key: VerificationKey { signer.key }

  /// The same bytes of the same key, which is believed for another reason.
  func by(_ signer: Signer) -> VerifiedPayload {
    VerifiedPayload(payloadType: payloadType, bytes: bytes, signer: signer)
  }
}

extension Envelope {
  /// Checks that this key made the one signature, and gives out what it signed.
  ///
  /// Any other number of signatures is an error, because verifiers of the field disagree on what
  /// several mean. The key id plays no part.
  public func verified(with key: VerificationKey) throws(AttestationError) -> VerifiedPayload {
    guard let signature = signatures.first, signatures.count == 1 else {
      throw .signatureCount(signatures.count)
    }
    let encoding = Self.preAuthenticationEncoding(payloadType: payloadType, payload: payload)
    guard key.isValid(signature: signature.bytes, over: encoding) else {
      throw .badSignature(keyID: key.keyID)
    }
    return VerifiedPayload(
      payloadType: payloadType, bytes: payload, signer: Signer(key: key, ground: .key))
  }
}
