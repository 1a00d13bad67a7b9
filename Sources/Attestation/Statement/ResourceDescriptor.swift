// SPDX-License-Identifier: Apache-2.0

import Digests
public import StrictJSON

/// A thing that an attestation speaks of: a subject, a source, a dataset, a file.
///
/// Source: in-toto/attestation, spec/v1/resource_descriptor.md.
public struct ResourceDescriptor: Hashable, Sendable {
  /// What it is called, unique within its list.
  public var name: String?
  /// Where it comes from or what it is.
  public var uri: String?
  /// Its digests.
  public var digest: DigestSet
  /// Its bytes, when they are few.
  public var content: [UInt8]?
  /// Where its bytes can be had, when that is not the URI.
  public var downloadLocation: String?
  /// The type of its content.
  public var mediaType: String?
  /// More about it.
  public var annotations: JSONObject

  /// Describes a thing.
  public init(
    name: String? = nil, uri: String? = nil, digest: DigestSet = [:], content: [UInt8]? = nil,
    downloadLocation: String? = nil, mediaType: String? = nil, annotations: JSONObject = [:]
  ) {
    self.name = name
    self.uri = uri
    self.digest = digest
    self.content = content
    self.downloadLocation = downloadLocation
    self.mediaType = mediaType
    self.annotations = annotations
  }

  init(_ field: JSONField) throws(JSONFieldError) {
    _ = try field.object(only: [
      "name", "uri", "digest", "content", "downloadLocation", "mediaType", "annotations",
    ])
    name = try field.optional("name")?.string()
    uri = try field.optional("uri")?.string()
    digest = if let digest = try field.optional("digest") { try DigestSet(digest) } else { [:] }
    content = try field.optional("content")?.base64()
    downloadLocation = try field.optional("downloadLocation")?.string()
    mediaType = try field.optional("mediaType")?.string()
    annotations = try field.optional("annotations")?.object() ?? [:]
    if name == nil, uri == nil, digest.isEmpty {
      throw field.error("has neither a name nor a URI nor a digest")
    }
  }

  static func list(_ field: JSONField?) throws(JSONFieldError) -> [ResourceDescriptor] {
    var descriptors: [ResourceDescriptor] = []
    for element in try field?.elements() ?? [] { descriptors.append(try .init(element)) }
    return descriptors
  }

  /// The JSON form; what is empty is left out.
  public var json: JSONValue {
    var object = JSONObject()
    object["name"] = name.map(JSONValue.string)
    object["uri"] = uri.map(JSONValue.string)
    if !digest.isEmpty { object["digest"] = .object(digest.json) }
    object["content"] = content.map { .string(Base64.encode($0)) }
    object["downloadLocation"] = downloadLocation.map(JSONValue.string)
    object["mediaType"] = mediaType.map(JSONValue.string)
    if !annotations.isEmpty { object["annotations"] = .object(annotations) }
    return .object(object)
  }
}
