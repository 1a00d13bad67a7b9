// SPDX-License-Identifier: Apache-2.0

import Digests
public import StrictJSON

/// A Sigstore bundle v0.3 that holds one DSSE envelope, signed with a plain key or with one that a
/// chain of certificates vouches for.
///
/// Source: sigstore/protobuf-specs, sigstore_bundle.proto. A chain stands in the bundle as OpenSSF
/// Model Signing has it; bundles of keyless signing, with one short-lived certificate and a log, are
/// another matter and refused by name.
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
      "verificationMaterial": .object(material),
      "dsseEnvelope": plainEnvelope.json,
    ]
  }

  private var material: JSONObject {
    let chain = envelope.signatures.first?.certificates ?? []
    guard !chain.isEmpty else {
      return ["publicKey": ["hint": .string(keyHint)], "tlogEntries": []]
    }
    let certificates = chain.map { ["rawBytes": .string(Base64.encode($0))] as JSONValue }
    return [
      "x509CertificateChain": ["certificates": .array(certificates)], "tlogEntries": [],
    ]
  }

  /// Bundles have a place of their own for certificates, and readers that refuse any other.
  private var plainEnvelope: Envelope {
    var plain = envelope
    for index in plain.signatures.indices { plain.signatures[index].certificates = [] }
    return plain
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
    let material: (hint: String, chain: [[UInt8]])
    let envelope: JSONField
    do throws(JSONFieldError) {
      let bundle = JSONField(value, root: "bundle")
      _ = try bundle.object(only: [
        "mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature",
      ])
      try bundle.required("mediaType").expect(mediaType)
      material = try read(try bundle.required("verificationMaterial"))
      if try bundle.optional("messageSignature") != nil {
        throw bundle.error("holds a bare signature, where a DSSE envelope is expected")
      }
      envelope = try bundle.required("dsseEnvelope")
      _ = try envelope.object(only: ["payload", "payloadType", "signatures"])
    } catch {
      throw .malformed("Sigstore bundle", reason: error.message)
    }
    var signed = try Envelope(json: envelope.value)
    for index in signed.signatures.indices {
      signed.signatures[index].certificates = material.chain
    }
    return SigstoreBundle(keyHint: material.hint, envelope: signed)
  }

  private static func read(_ material: JSONField) throws(JSONFieldError)
    -> (hint: String, chain: [[UInt8]])
  {
    let members = try material.object(only: [
      "publicKey", "certificate", "x509CertificateChain", "tlogEntries",
      "timestampVerificationData",
    ])
    guard members["certificate"] == nil else {
      throw material.error("is that of keyless signing, where a key or a chain is expected")
    }
    _ = try material.optional("tlogEntries")?.elements()
    if let chain = try material.optional("x509CertificateChain") {
      guard members["publicKey"] == nil else {
        throw material.error("holds both a public key and a chain of certificates")
      }
      return ("", try certificates(chain))
    }
    let key = try material.required("publicKey")
    _ = try key.object(only: ["hint"])
    return (try key.optional("hint")?.string() ?? "", [])
  }

  private static func certificates(_ chain: JSONField) throws(JSONFieldError) -> [[UInt8]] {
    _ = try chain.object(only: ["certificates"])
    let list = try chain.required("certificates")
    var certificates: [[UInt8]] = []
    for certificate in try list.elements() {
      _ = try certificate.object(only: ["rawBytes"])
      certificates.append(try certificate.required("rawBytes").base64())
    }
    guard (1...CertificateChain.limit).contains(certificates.count) else {
      throw list.error("has \(certificates.count) elements")
    }
    return certificates
  }
}
