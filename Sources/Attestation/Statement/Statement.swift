// SPDX-License-Identifier: Apache-2.0

public import StrictJSON

/// An in-toto statement v1: a claim of some type about subjects that are known by their digests.
///
/// Source: in-toto/attestation, spec/v1/statement.md.
public struct Statement: Hashable, Sendable {
  /// The value of `_type`.
  public static let type = "https://in-toto.io/Statement/v1"

  /// What the claim is about; verifiers match each by its digests alone.
  public var subjects: [ResourceDescriptor]
  /// The type of the claim, a URI.
  public var predicateType: String
  /// The claim.
  public var predicate: JSONObject

  /// Puts a statement together.
  public init(subjects: [ResourceDescriptor], predicateType: String, predicate: JSONObject) {
    self.subjects = subjects
    self.predicateType = predicateType
    self.predicate = predicate
  }

  /// Reads a statement out of bytes whose signature was checked.
  ///
  /// Strict: the four members of the specification and no others, every subject with a digest, and
  /// at least one with a SHA-256.
  public static func parse(_ payload: VerifiedPayload) throws(AttestationError) -> Statement {
    guard payload.payloadType.isSameText(as: Envelope.statementType) else {
      throw .wrongPayloadType(found: payload.payloadType, expected: Envelope.statementType)
    }
    return try parse(bytes: payload.bytes)
  }

  /// Reads what an envelope claims, whoever signed it; for indexes and lists, never for a verdict.
  package static func parse(unverified envelope: Envelope) throws(AttestationError) -> Statement {
    guard envelope.payloadType.isSameText(as: Envelope.statementType) else {
      throw .wrongPayloadType(found: envelope.payloadType, expected: Envelope.statementType)
    }
    return try parse(bytes: envelope.payload)
  }

  /// As large as an envelope can carry; a folder of 300,000 files needs that.
  private static let limits = JSONLimits(bytes: 64 << 20, values: 4_000_000)

  static func parse(bytes: [UInt8]) throws(AttestationError) -> Statement {
    do {
      let value = try JSONValue.parse(bytes, limits: limits)
      return try Statement(JSONField(value, root: "statement"))
    } catch {
      let reason = (error as? JSONError)?.message ?? (error as? JSONFieldError)?.message
      throw .malformed("in-toto statement", reason: reason ?? "\(error)")
    }
  }

  private init(_ field: JSONField) throws(JSONFieldError) {
    _ = try field.object(only: ["_type", "subject", "predicateType", "predicate"])
    try field.required("_type").expect(Self.type)
    let subject = try field.required("subject")
    subjects = try ResourceDescriptor.list(subject)
    predicateType = try field.required("predicateType").nonemptyString()
    predicate = try field.required("predicate").object()
    guard subjects.allSatisfy({ !$0.digest.isEmpty }) else {
      throw subject.error("has an element without a digest")
    }
    guard subjects.contains(where: { $0.digest.isIdentifying }) else {
      throw subject.error("has no element with a digest that identifies it")
    }
  }

  /// The JSON form, members in the order of the specification.
  public var json: JSONValue {
    [
      "_type": .string(Self.type),
      "subject": .array(subjects.map(\.json)),
      "predicateType": .string(predicateType),
      "predicate": .object(predicate),
    ]
  }

  /// The bytes to sign; always the same for the same statement.
  public func encoded() -> [UInt8] { json.encoded(.compact) }

  /// Puts the statement into an envelope of its own.
  public func signed(with key: SigningKey) throws(AttestationError) -> Envelope {
    try Envelope.signing(payload: encoded(), with: key)
  }
}
