// SPDX-License-Identifier: Apache-2.0

import Digests
public import StrictJSON

extension Envelope {
  /// The largest envelope that is read, in bytes.
  public static let sizeLimit = 64 << 20

  private static let limits = JSONLimits(bytes: sizeLimit, depth: 16, values: 10_000)

  /// Reads the JSON form.
  ///
  /// Base64 may be standard or URL-safe but must be canonical. Members that are not known are
  /// passed over, as DSSE demands of consumers; no signature covers them.
  public static func parse(_ bytes: [UInt8]) throws(AttestationError) -> Envelope {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue.parse(bytes, limits: limits)
    } catch {
      throw .malformed("DSSE envelope", reason: error.message)
    }
    return try Envelope(json: value)
  }

  /// Reads an envelope that is part of a larger text.
  public init(json: JSONValue) throws(AttestationError) {
    do throws(JSONFieldError) {
      let field = JSONField(json, root: "envelope")
      self.init(
        payloadType: try field.required("payloadType").nonemptyString(),
        payload: try field.required("payload").base64(),
        signatures: try Self.signatures(try field.required("signatures")))
    } catch {
      throw .malformed("DSSE envelope", reason: error.message)
    }
  }

  private static func signatures(_ field: JSONField) throws(JSONFieldError) -> [Signature] {
    var signatures: [Signature] = []
    for element in try field.elements() {
      signatures.append(
        Signature(
          keyID: try element.optional("keyid")?.string() ?? "",
          bytes: try element.required("sig").base64(),
          certificates: try certificates(element)))
    }
    return signatures
  }

  /// The members in which witness' envelopes carry certificates: base64 of PEM, one each.
  private static func certificates(_ signature: JSONField) throws(JSONFieldError) -> [[UInt8]] {
    guard let leaf = try signature.optional("certificate") else { return [] }
    var certificates = [leaf]
    certificates += try signature.optional("intermediates")?.elements() ?? []
    var content: [[UInt8]] = []
    for certificate in certificates.prefix(CertificateChain.limit) {
      guard let blocks = PEM.blocks(in: try certificate.base64()), blocks.count == 1,
        let block = blocks.first, block.label == CertificateChain.label
      else { throw certificate.error("is not one certificate in PEM") }
      content.append(block.content)
    }
    return content
  }

  /// The JSON form.
  public var json: JSONValue {
    [
      "payload": .string(Base64.encode(payload)),
      "payloadType": .string(payloadType),
      "signatures": .array(
        signatures.map(\.json)),
    ]
  }

  /// The JSON form on one line, without a newline.
  public func encoded() -> [UInt8] { json.encoded(.compact) }
}

extension JSONField {
  /// The content of a string of canonical base64.
  func base64() throws(JSONFieldError) -> [UInt8] {
    guard let bytes = Base64.decode(try string().utf8) else {
      throw error("is not canonical base64")
    }
    return bytes
  }
}

extension Envelope.Signature {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["keyid": .string(keyID), "sig": .string(Base64.encode(bytes))]
    let texts = certificates.map { Base64.encode(Array(CertificateChain.pem($0).utf8)) }
    if let leaf = texts.first { object["certificate"] = .string(leaf) }
    if texts.count > 1 {
      object["intermediates"] = .array(texts.dropFirst().map(JSONValue.string))
    }
    return .object(object)
  }
}
