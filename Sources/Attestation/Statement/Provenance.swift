// SPDX-License-Identifier: Apache-2.0

public import StrictJSON

/// A SLSA provenance predicate v1: from what, by whom and how something was built.
///
/// Source: slsa-framework/slsa, build-provenance.md.
public struct Provenance: Hashable, Sendable {
  /// The predicate's type.
  public static let predicateType = "https://slsa.dev/provenance/v1"

  /// Who ran the build; decides, with the key that signed, how far it is believed.
  public struct Builder: Hashable, Sendable {
    /// A URI.
    public var id: String
    /// Versions of the builder's parts: an object of strings.
    public var version: JSONObject
    /// What the builder itself was made from.
    public var dependencies: [ResourceDescriptor]

    /// Names a builder.
    public init(
      id: String, version: JSONObject = [:], dependencies: [ResourceDescriptor] = []
    ) {
      self.id = id
      self.version = version
      self.dependencies = dependencies
    }
  }

  /// The URI of the page that says how to read the parameters.
  public var buildType: String
  /// What someone outside of the build chose; a verifier compares each with what it expects.
  public var externalParameters: JSONObject
  /// What the builder chose; for debugging.
  public var internalParameters: JSONObject
  /// What went into the build, with digests.
  public var resolvedDependencies: [ResourceDescriptor]
  /// Who ran the build.
  public var builder: Builder
  /// The name of this very run.
  public var invocationID: String?
  /// When the run began.
  public var startedOn: Timestamp?
  /// When the run ended.
  public var finishedOn: Timestamp?
  /// What else came out of the build: metrics, logs, profiles.
  public var byproducts: [ResourceDescriptor]

  /// Puts a predicate together.
  public init(
    buildType: String, externalParameters: JSONObject, internalParameters: JSONObject = [:],
    resolvedDependencies: [ResourceDescriptor] = [], builder: Builder, invocationID: String? = nil,
    startedOn: Timestamp? = nil, finishedOn: Timestamp? = nil, byproducts: [ResourceDescriptor] = []
  ) {
    self.buildType = buildType
    self.externalParameters = externalParameters
    self.internalParameters = internalParameters
    self.resolvedDependencies = resolvedDependencies
    self.builder = builder
    self.invocationID = invocationID
    self.startedOn = startedOn
    self.finishedOn = finishedOn
    self.byproducts = byproducts
  }

  /// A statement that says this of the subjects.
  public func statement(about subjects: [ResourceDescriptor]) -> Statement {
    Statement(subjects: subjects, predicateType: Self.predicateType, predicate: json)
  }
}
