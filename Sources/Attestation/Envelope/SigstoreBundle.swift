// SPDX-License-Identifier: Apache-2.0

public import StrictJSON

/// A Sigstore bundle v0.3 that holds one DSSE envelope signed with a plain key.
///
/// Source: sigstore/protobuf-specs, sigstore_bundle.proto. Bundles with certificates (keyless
/// signing) are another matter and refused by name.
public struct SigstoreBundle: Sendable {
  /// The one spelling of the media type that every verifier takes.
  public static let mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json"

  /// A hint which key to use; ``VerificationKey/sigstoreHint`` or ``VerificationKey/omsHint``.
  public var keyHint: String
  /// The signed statement.
  public var envelope: Envelope

  /// Puts a bundle together.
  public init(keyHint: String, envelope: Envelope) {
    self.keyHint = keyHint
    self.envelope = envelope
  }

  /// The JSON form; the transparency log's entries are there and empty, because readers demand it.
  public var json: JSONValue {
    [
      "mediaType": .string(Self.mediaType),
      "verificationMaterial": ["publicKey": ["hint": .string(keyHint)], "tlogEntries": []],
      "dsseEnvelope": envelope.json,
    ]
  }

  /// The JSON form on one line, without a newline.
  public func encoded() -> [UInt8] { json.encoded(.compact) }

  /// Reads the JSON form; members that are not known are refused, as ProtoJSON demands.
  ///
  /// Entries of a transparency log and timestamps may be there and are not looked at.
  public static func parse(_ bytes: [UInt8]) throws(AttestationError) -> SigstoreBundle {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue.parse(bytes, limits: JSONLimits(bytes: Envelope.sizeLimit))
    } catch {
      throw .malformed("Sigstore bundle", reason: error.message)
    }
    let hint: String
    let envelope: JSONField
    do throws(JSONFieldError) {
      let bundle = JSONField(value, root: "bundle")
      _ = try bundle.object(only: [
        "mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature",
      ])
      try bundle.required("mediaType").expect(mediaType)
      hint = try keyHint(try bundle.required("verificationMaterial"))
      if try bundle.optional("messageSignature") != nil {
        throw bundle.error("holds a bare signature, where a DSSE envelope is expected")
      }
      envelope = try bundle.required("dsseEnvelope")
      _ = try envelope.object(only: ["payload", "payloadType", "signatures"])
    } catch {
      throw .malformed("Sigstore bundle", reason: error.message)
    }
    return SigstoreBundle(keyHint: hint, envelope: try Envelope(json: envelope.value))
  }

  private static func keyHint(_ material: JSONField) throws(JSONFieldError) -> String {
    let members = try material.object(only: [
      "publicKey", "certificate", "x509CertificateChain", "tlogEntries",
      "timestampVerificationData",
    ])
    if members["certificate"] != nil || members["x509CertificateChain"] != nil {
      throw material.error("holds a certificate, where a public key is expected")
    }
    _ = try material.optional("tlogEntries")?.elements()
    let key = try material.required("publicKey")
    _ = try key.object(only: ["hint"])
    return try key.optional("hint")?.string() ?? ""
  }
}
