// SPDX-License-Identifier: Apache-2.0

public import Digests
public import StrictJSON

/// A SLSA verification summary v1: that someone looked at something, by which policy, and what came
/// of it.
///
/// Source: slsa-framework/slsa, verification_summary.md.
public struct VerificationSummary: Hashable, Sendable {
  /// The predicate's type.
  public static let predicateType = "https://slsa.dev/verification_summary/v1"

  /// Who looked: a URI.
  public var verifier: String
  /// When.
  public var timeVerified: Timestamp
  /// What was looked at, by the name under which others ask for it.
  public var resourceURI: String
  /// By which policy, by name and digest.
  public var policy: ResourceDescriptor
  /// Whether it passed.
  public var isPassed: Bool
  /// What was found to hold; those of a source start with `ORG_SOURCE_` where SLSA defines none.
  public var verifiedLevels: [String]

  /// Puts a summary together.
  public init(
    verifier: String, timeVerified: Timestamp, resourceURI: String, policy: ResourceDescriptor,
    isPassed: Bool, verifiedLevels: [String]
  ) {
    self.verifier = verifier
    self.timeVerified = timeVerified
    self.resourceURI = resourceURI
    self.policy = policy
    self.isPassed = isPassed
    self.verifiedLevels = verifiedLevels
  }

  /// Reads the predicate of a statement.
  public init(_ statement: Statement) throws(AttestationError) {
    guard statement.predicateType.isSameText(as: Self.predicateType) else {
      throw .wrongPredicateType(found: statement.predicateType, expected: Self.predicateType)
    }
    do throws(JSONFieldError) {
      try self.init(JSONField(.object(statement.predicate), root: "verification summary"))
    } catch {
      throw .malformed("SLSA verification summary", reason: error.message)
    }
  }

  /// The commit that a summary is about: the one subject, by its `gitCommit`.
  public static func commit(of statement: Statement) throws(AttestationError) -> ObjectID {
    guard statement.subjects.count == 1, let subject = statement.subjects.first,
      let commit = subject.digest["gitCommit"].flatMap({ ObjectID(hex: $0) })
    else { throw .malformed("SLSA verification summary", reason: "it is not about one commit") }
    return commit
  }

  private init(_ field: JSONField) throws(JSONFieldError) {
    let verifier = try field.required("verifier")
    self.verifier = try verifier.required("id").nonemptyString()
    timeVerified = try field.required("timeVerified").timestamp()
    resourceURI = try field.required("resourceUri").nonemptyString()
    policy = try ResourceDescriptor(try field.required("policy"))
    let result = try field.required("verificationResult")
    switch try result.string() {
    case "PASSED": isPassed = true
    case "FAILED": isPassed = false
    default: throw result.error("is neither 'PASSED' nor 'FAILED'")
    }
    var levels: [String] = []
    for level in try field.required("verifiedLevels").elements() {
      levels.append(try level.nonemptyString())
    }
    verifiedLevels = levels
  }

  /// The JSON form, members in the order of the specification.
  public var json: JSONObject {
    // A version of the verifier is in the specification, and in-toto's readers refuse it.
    [
      "verifier": ["id": .string(verifier)], "timeVerified": .string(timeVerified.description),
      "resourceUri": .string(resourceURI), "policy": policy.json,
      "verificationResult": .string(isPassed ? "PASSED" : "FAILED"),
      "verifiedLevels": .array(verifiedLevels.map(JSONValue.string)),
      "slsaVersion": "1.1",
    ]
  }

  /// A statement that says this of the subjects.
  public func statement(about subjects: [ResourceDescriptor]) -> Statement {
    Statement(subjects: subjects, predicateType: Self.predicateType, predicate: json)
  }
}
