// SPDX-License-Identifier: Apache-2.0

public import StrictJSON

extension Provenance {
  /// Reads the predicate of a statement, which must be of this type.
  ///
  /// Strict: members that SLSA v1 does not define are refused, as strict protocol buffer readers do.
  public static func parse(_ statement: Statement) throws(AttestationError) -> Provenance {
    guard statement.predicateType.isSameText(as: predicateType) else {
      throw .wrongPredicateType(found: statement.predicateType, expected: predicateType)
    }
    do throws(JSONFieldError) {
      return try Provenance(JSONField(.object(statement.predicate), root: "predicate"))
    } catch {
      throw .malformed("SLSA provenance", reason: error.message)
    }
  }

  private init(_ predicate: JSONField) throws(JSONFieldError) {
    _ = try predicate.object(only: ["buildDefinition", "runDetails"])
    let definition = try predicate.required("buildDefinition")
    _ = try definition.object(only: [
      "buildType", "externalParameters", "internalParameters", "resolvedDependencies",
    ])
    let run = try predicate.required("runDetails")
    _ = try run.object(only: ["builder", "metadata", "byproducts"])
    let metadata = try run.optional("metadata")
    _ = try metadata?.object(only: ["invocationId", "startedOn", "finishedOn"])
    self.init(
      buildType: try definition.required("buildType").nonemptyString(),
      externalParameters: try definition.required("externalParameters").object(),
      internalParameters: try definition.optional("internalParameters")?.object() ?? [:],
      resolvedDependencies: try ResourceDescriptor.list(
        try definition.optional("resolvedDependencies")),
      builder: try Builder(try run.required("builder")),
      invocationID: try metadata?.optional("invocationId")?.string(),
      startedOn: try metadata?.optional("startedOn")?.timestamp(),
      finishedOn: try metadata?.optional("finishedOn")?.timestamp(),
      byproducts: try ResourceDescriptor.list(try run.optional("byproducts")))
  }

  /// The JSON form, members in the order of the specification; what is empty is left out.
  public var json: JSONObject {
    var definition: JSONObject = [
      "buildType": .string(buildType), "externalParameters": .object(externalParameters),
    ]
    if !internalParameters.isEmpty {
      definition["internalParameters"] = .object(internalParameters)
    }
    definition.set("resolvedDependencies", resolvedDependencies)
    var run: JSONObject = ["builder": builder.json]
    if !metadata.isEmpty { run["metadata"] = .object(metadata) }
    run.set("byproducts", byproducts)
    return ["buildDefinition": .object(definition), "runDetails": .object(run)]
  }

  private var metadata: JSONObject {
    var metadata = JSONObject()
    metadata["invocationId"] = invocationID.map(JSONValue.string)
    metadata["startedOn"] = startedOn.map { .string($0.description) }
    metadata["finishedOn"] = finishedOn.map { .string($0.description) }
    return metadata
  }
}

extension Provenance.Builder {
  fileprivate init(_ field: JSONField) throws(JSONFieldError) {
    _ = try field.object(only: ["id", "version", "builderDependencies"])
    let version = try field.optional("version")
    for name in try version?.object().names ?? [] { _ = try version?.required(name).string() }
    self.init(
      id: try field.required("id").nonemptyString(),
      version: try version?.object() ?? [:],
      dependencies: try ResourceDescriptor.list(try field.optional("builderDependencies")))
  }

  fileprivate var json: JSONValue {
    var object: JSONObject = ["id": .string(id)]
    if !version.isEmpty { object["version"] = .object(version) }
    object.set("builderDependencies", dependencies)
    return .object(object)
  }
}

extension JSONObject {
  fileprivate mutating func set(_ name: String, _ descriptors: [ResourceDescriptor]) {
    if !descriptors.isEmpty { self[name] = .array(descriptors.map(\.json)) }
  }
}

extension JSONField {
  func timestamp() throws(JSONFieldError) -> Timestamp {
    guard let timestamp = Timestamp(try string()) else {
      throw error("is not a time as RFC 3339 writes it")
    }
    return timestamp
  }
}
