// SPDX-License-Identifier: Apache-2.0

import Digests
import StrictJSON

extension BuildProvenance {
  /// The statement about the model.
  public var statement: Statement {
    provenance.statement(about: [model.descriptor])
  }

  private var provenance: Provenance {
    Provenance(
      buildType: Self.buildType, externalParameters: externalParameters,
      internalParameters: [
        "command": .array(command.map(JSONValue.string)),
        "environment": .array(environment.map(JSONValue.string)),
        "stamp": .object(stampObject),
      ],
      resolvedDependencies: [source.descriptor] + datasets.flatMap(\.descriptors)
        + dependencies.map(\.descriptor),
      builder: .init(id: builder, version: ["modelgate": .string(version)]),
      invocationID: invocation, startedOn: startedOn, finishedOn: finishedOn,
      byproducts: metrics.map { [$0.descriptor] } ?? [])
  }

  /// Only what someone outside of the build chose; a verifier compares each with what it expects.
  private var externalParameters: JSONObject {
    var parameters: JSONObject = ["pipeline": .string(pipeline)]
    parameters["repository"] = source.repository.map(JSONValue.string)
    parameters["ref"] = source.reference.map(JSONValue.string)
    return parameters
  }

  private var stampObject: JSONObject {
    var object = JSONObject()
    for field in stamp { object[field.key] = .string(field.value) }
    return object
  }
}

extension BuildProvenance.Model {
  /// The model as the subject of a statement.
  var descriptor: ResourceDescriptor {
    ResourceDescriptor(
      name: name, digest: DigestSet(file),
      annotations: [
        "format": .string(format), "payloadDigest": .string(payload.description),
      ])
  }
}

extension BuildProvenance.Source {
  /// The commit as something that went into a build.
  var descriptor: ResourceDescriptor {
    let uri = repository.map { "git+" + $0 + (reference.map { "@" + $0 } ?? "") }
    return ResourceDescriptor(
      name: "source", uri: uri,
      digest: ["gitCommit": commit.description, "gitTree": tree.description])
  }
}

extension BuildProvenance.Dataset {
  fileprivate var descriptors: [ResourceDescriptor] {
    var annotations: JSONObject = [
      "role": "dataset", "path": .string(path), "format": .string(format),
      "files": .integer(Int64(files)), "bytes": .integer(bytes),
    ]
    annotations["manifest"] = manifest.map(JSONValue.string)
    let dataset = ResourceDescriptor(
      name: name, digest: ["sha256": digest.hex, "dirHash": digest.hex], annotations: annotations)
    guard let manifest, let manifestBlob else { return [dataset] }
    return [
      dataset,
      ResourceDescriptor(
        name: manifest, digest: ["gitBlob": manifestBlob.description],
        annotations: ["role": "manifest", "dataset": .string(name)]),
    ]
  }
}

extension BuildProvenance.Dependency {
  fileprivate var descriptor: ResourceDescriptor {
    ResourceDescriptor(
      name: path, digest: ["sha256": digest.hex, "gitBlob": blob.description],
      annotations: ["role": "dependency"])
  }
}

extension BuildProvenance.MetricsFile {
  /// The role by which it is known among a build's byproducts.
  static let role: JSONValue = "metrics"

  fileprivate var descriptor: ResourceDescriptor {
    ResourceDescriptor(
      name: path, digest: DigestSet(.of(content)), content: content, mediaType: mediaType,
      annotations: ["role": Self.role])
  }
}
