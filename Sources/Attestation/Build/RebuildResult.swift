// SPDX-License-Identifier: Apache-2.0

public import Digests
import StrictJSON

/// What came of building a model again, as a signed claim: in-toto's test result v0.1 about the
/// model, with what was built again as its configuration.
///
/// Source: in-toto/attestation, spec/predicates/test-result.md.
public struct RebuildResult: Hashable, Sendable {
  /// The predicate's type.
  public static let predicateType = "https://in-toto.io/attestation/test-result/v0.1"
  /// The one test: the model without its stamp is the same byte for byte.
  public static let test = "modelgate/rebuild-is-bit-identical"

  /// How close the model that was built again is.
  public enum Outcome: String, Sendable {
    /// The same byte for byte.
    case identical = "PASSED"
    /// Not the same, and within what was asked for.
    case close = "WARNED"
    /// Not the same.
    case different = "FAILED"
  }

  /// The model that was built again: the subject.
  public var model: BuildProvenance.Model
  /// SHA-256 of the attestation that said how, as it stands in `MODEL.intoto.jsonl`.
  public var attestation: Digest
  /// The code that was built.
  public var source: BuildProvenance.Source
  /// The payload digest of what came out.
  public var rebuilt: Digest
  /// How close it is.
  public var outcome: Outcome
  /// Everything in which it differs, for people.
  public var differences: [String]
  /// The version of modelgate.
  public var version: String
  /// When the training ended.
  public var finishedOn: Timestamp

  /// Puts it together.
  public init(
    model: BuildProvenance.Model, attestation: Digest, source: BuildProvenance.Source,
    rebuilt: Digest, outcome: Outcome, differences: [String], version: String,
    finishedOn: Timestamp
  ) {
    self.model = model
    self.attestation = attestation
    self.source = source
    self.rebuilt = rebuilt
    self.outcome = outcome
    self.differences = differences
    self.version = version
    self.finishedOn = finishedOn
  }
}

extension RebuildResult {
  /// The statement to sign.
  public var statement: Statement {
    var predicate: JSONObject = [
      "result": .string(outcome.rawValue),
      "configuration": .array(configuration.map(\.json)),
    ]
    let test = JSONValue.array([.string(Self.test)])
    switch outcome {
    case .identical: predicate["passedTests"] = test
    case .close: predicate["warnedTests"] = test
    case .different: predicate["failedTests"] = test
    }
    return Statement(
      subjects: [model.descriptor], predicateType: Self.predicateType, predicate: predicate)
  }

  private var configuration: [ResourceDescriptor] {
    [
      ResourceDescriptor(name: "attestation", digest: DigestSet(attestation)),
      source.descriptor,
      ResourceDescriptor(
        name: "rebuilt", digest: DigestSet(rebuilt),
        annotations: [
          "differences": .array(differences.map(JSONValue.string)),
          "modelgate": .string(version), "finishedOn": .string(finishedOn.description),
        ]),
    ]
  }

  /// Reads a statement that modelgate made, out of bytes whose signature was checked.
  ///
  /// Strict, as ``BuildProvenance/init(_:)-(VerifiedPayload)`` is.
  public init(_ payload: VerifiedPayload) throws(AttestationError) {
    try self.init(unverified: try Statement.parse(payload))
  }

  /// Reads what an envelope claims, whoever signed it; for indexes and lists, never for a verdict.
  package init(unverified envelope: Envelope) throws(AttestationError) {
    try self.init(unverified: try Statement.parse(unverified: envelope))
  }

  /// Reads what a statement claims, whoever made it; for indexes and lists, never for a verdict.
  package init(unverified statement: Statement) throws(AttestationError) {
    guard statement.predicateType.isSameText(as: Self.predicateType) else {
      throw .wrongPredicateType(
        found: statement.predicateType, expected: Self.predicateType)
    }
    do throws(JSONFieldError) {
      try self.init(statement)
    } catch {
      throw .malformed("rebuild result", reason: error.message)
    }
  }

  private init(_ statement: Statement) throws(JSONFieldError) {
    guard statement.subjects.count == 1, let subject = statement.subjects.first else {
      throw JSONFieldError("it has \(statement.subjects.count) subjects, where one is expected")
    }
    let predicate = JSONField(.object(statement.predicate), root: "predicate")
    let parts = try ResourceDescriptor.list(try predicate.required("configuration"))
    guard let attestation = parts.first(where: { $0.name == "attestation" })?.digest.sha256,
      let result = parts.first(where: { $0.name == "rebuilt" }), let rebuilt = result.digest.sha256
    else { throw JSONFieldError("it names no attestation or no rebuilt model") }
    let details = JSONField(.object(result.annotations), root: "annotations")
    guard let outcome = Outcome(rawValue: try predicate.required("result").string()) else {
      throw JSONFieldError("its result is none of PASSED, WARNED and FAILED")
    }
    guard let finished = Timestamp(try details.required("finishedOn").string()) else {
      throw JSONFieldError("it ended at no time")
    }
    self.init(
      model: try .init(subject), attestation: attestation, source: try .init(descriptors: parts),
      rebuilt: rebuilt, outcome: outcome,
      differences: try details.required("differences").strings(),
      version: try details.required("modelgate").string(), finishedOn: finished)
  }
}
