// SPDX-License-Identifier: Apache-2.0

public import Findings
import StrictJSON

/// An `index.json` of an OCI image layout: the manifests that it holds, with their tags.
///
/// Source: opencontainers/image-spec, image-index.md. Members that are not known are passed over,
/// as the specification asks; everything else is strict.
public struct OCIIndex: Sendable {
  /// The largest index that is read, in bytes.
  public static let sizeLimit = 4 << 20
  static let manifestLimit = 10_000

  /// The manifests, in order.
  public let manifests: [OCIDescriptor]

  /// Reads the document.
  public init(parsing bytes: [UInt8]) throws(OCIError) {
    manifests = try OCIError.reading("OCI image index", bytes) { field throws(JSONFieldError) in
      try field.checkSchema()
      return try field.descriptors("manifests", limit: Self.manifestLimit)
    }
  }
}

/// A manifest: a configuration and layers, and perhaps what it is attached to.
///
/// Source: opencontainers/image-spec, manifest.md.
public struct OCIManifest: Sendable {
  /// The largest manifest that is read, in bytes; registries take no larger ones.
  public static let sizeLimit = 4 << 20
  static let layerLimit = 10_000
  /// The media type of the documents.
  public static let mediaType = "application/vnd.oci.image.manifest.v1+json"

  /// What it is for; the configuration's type where it has none of its own.
  public let artifactType: String
  /// The configuration.
  public let config: OCIDescriptor
  /// The layers, in order.
  public let layers: [OCIDescriptor]
  /// The manifest that it is attached to.
  public let subject: OCIDescriptor?

  /// Reads the document.
  public init(parsing bytes: [UInt8]) throws(OCIError) {
    (config, layers, subject, artifactType) = try OCIError.reading("OCI manifest", bytes) {
      field throws(JSONFieldError) in
      try field.checkSchema()
      try field.optional("mediaType")?.expect(Self.mediaType)
      let config = try OCIDescriptor(try field.required("config"))
      var subject: OCIDescriptor?
      if let field = try field.optional("subject") { subject = try OCIDescriptor(field) }
      let layers = try field.descriptors("layers", limit: Self.layerLimit)
      for layer in layers { _ = try layer.title() }
      let type = try field.optional("artifactType")?.string() ?? config.mediaType
      return (config, layers, subject, type)
    }
  }
}

/// Why an OCI layout is not believed or not read.
public struct OCIError: ExplainedError, Hashable {
  /// What failed, on what and why.
  public let message: String
  /// What to type.
  public let hints: [String]
  /// What the tool exits with.
  public let status: ExitStatus

  init(_ message: String, hints: [String] = [], status: ExitStatus = .refused) {
    self.message = message
    self.hints = hints
    self.status = status
  }

  fileprivate static func reading<Value>(
    _ what: String, _ bytes: [UInt8], _ read: (JSONField) throws(JSONFieldError) -> Value
  ) throws(OCIError) -> Value {
    do {
      let limits = JSONLimits(bytes: OCIManifest.sizeLimit, depth: 16, values: 500_000)
      return try read(JSONField(try JSONValue.parse(bytes, limits: limits), root: "document"))
    } catch {
      let reason = (error as? any ExplainedError)?.message ?? "\(error)"
      throw OCIError("not a valid \(what): \(reason)")
    }
  }
}

extension JSONField {
  fileprivate func checkSchema() throws(JSONFieldError) {
    let version = try required("schemaVersion")
    guard try version.integer() == 2 else { throw version.error("is not 2") }
  }

  fileprivate func descriptors(_ name: String, limit: Int) throws(JSONFieldError)
    -> [OCIDescriptor]
  {
    let list = try required(name)
    let elements = try list.elements()
    guard elements.count <= limit else { throw list.error("has more than \(limit) elements") }
    var descriptors: [OCIDescriptor] = []
    for element in elements { descriptors.append(try OCIDescriptor(element)) }
    return descriptors
  }
}
