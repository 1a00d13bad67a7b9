// SPDX-License-Identifier: Apache-2.0

public import Digests
public import StrictJSON

/// What modelgate says of a model that somebody signed and that it did not build.
///
/// SLSA provenance of a build type of its own: nobody can take it for a build that was watched.
public struct SignedModel: Hashable, Sendable {
  /// The build type: signed by whoever holds the key, trained by whom they say.
  public static let buildType = "urn:modelgate:build:elsewhere:v1"
  /// The builder: not modelgate.
  public static let builder = "urn:modelgate:builder:elsewhere"

  /// The file's name, without folders.
  public let name: String
  /// SHA-256 of the file.
  public let file: Digest
  /// The stamp that the model carried when it was signed: keys and values.
  public let stamp: JSONObject

  /// The predicate for a model that carries this stamp.
  public static func provenance(stamp: JSONObject, version: String) -> Provenance {
    Provenance(
      buildType: buildType, externalParameters: [:],
      internalParameters: stamp.isEmpty ? [:] : ["stamp": .object(stamp)],
      builder: .init(id: builder, version: ["modelgate": .string(version)]))
  }

  /// Reads a statement that was signed like this; nil when it is of another build type.
  public init?(_ payload: VerifiedPayload) throws(AttestationError) {
    let statement = try Statement.parse(payload)
    let provenance = try Provenance.parse(statement)
    guard provenance.buildType.isSameText(as: Self.buildType) else { return nil }
    guard provenance.builder.id.isSameText(as: Self.builder), statement.subjects.count == 1,
      let subject = statement.subjects.first, let name = subject.name,
      let file = subject.digest.sha256
    else {
      throw .malformed("signed model", reason: "it has another builder, or not one subject")
    }
    self.name = name
    self.file = file
    stamp = provenance.internalParameters["stamp"]?.object ?? [:]
  }
}
