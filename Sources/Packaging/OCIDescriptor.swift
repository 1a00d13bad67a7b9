// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
import Findings
import StrictJSON

/// What an OCI document says of a blob: what it is, how long, and its digest.
///
/// Source: opencontainers/image-spec, descriptor.md.
public struct OCIDescriptor: Hashable, Sendable {
  /// What the blob is.
  public let mediaType: String
  /// SHA-256 of the blob.
  public let digest: Digest
  /// The blob's length in bytes.
  public let size: Int64
  /// Notes by name; their values are foreign texts.
  public let annotations: [String: String]
  /// What the manifest behind it is for; nil when it does not say.
  public let artifactType: String?

  init(_ field: JSONField) throws(JSONFieldError) {
    mediaType = try field.required("mediaType").nonemptyString()
    let text = try field.required("digest").string()
    guard let digest = Digest(text), digest.algorithm == .sha256,
      digest.description.utf8.elementsEqual(text.utf8)
    else { throw try field.required("digest").error("is no SHA-256 in lower-case hexadecimal") }
    self.digest = digest
    size = try field.required("size").integer()
    guard size >= 0 else { throw try field.required("size").error("is negative") }
    annotations = try field.annotations()
    artifactType = try field.optional("artifactType")?.string()
  }

  /// The file name that the blob has outside of the layout; nil when it has none.
  ///
  /// An absolute path, one that leaves the package, or one with control bytes is an error.
  func title() throws(JSONFieldError) -> RelativePath? {
    let keys = ["org.cncf.model.filepath", "org.opencontainers.image.title"]
    guard let text = keys.compactMap({ annotations[$0] }).first else { return nil }
    guard let path = RelativePath(text), !text.unicodeScalars.contains(where: \.isControl) else {
      throw JSONFieldError("a layer's title '\(PrintableText.escape(text))' is no plain path")
    }
    return path
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { value < 0x20 || (0x7f...0x9f).contains(value) }
}

extension JSONField {
  /// A map of texts, which may be absent.
  func annotations() throws(JSONFieldError) -> [String: String] {
    guard let field = try optional("annotations") else { return [:] }
    var annotations: [String: String] = [:]
    for name in try field.object().names {
      annotations[name] = try field.required(name).string()
    }
    return annotations
  }
}
