// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import StrictJSON

extension S3Pin {
  /// The longest text that is read, in bytes.
  public static let byteLimit = 256 << 20
  /// The most ways in which the objects of one pin may be cut into parts; each is one more digest of
  /// every file.
  public static let maximumLayouts = 16

  private static let limits = JSONLimits(bytes: byteLimit, depth: 8, values: 20_000_000)

  /// Reads the text of a pin for the file or folder of that name.
  public init(parsing bytes: [UInt8], for dataset: RelativePath) throws(ManifestError) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue.parse(bytes, limits: Self.limits)
    } catch {
      throw ManifestError(error.problem.description, line: error.line)
    }
    do throws(JSONFieldError) {
      try self.init(JSONField(value, root: "pin"), RelativePath(unchecked: Array(dataset.name)))
    } catch {
      throw ManifestError(error.message)
    }
    var layouts: Set<PartLayout> = []
    for object in objects {
      if case .composite(_, let layout) = object.checksum { layouts.insert(layout) }
    }
    guard layouts.count <= Self.maximumLayouts else {
      throw ManifestError(
        "its objects are cut into parts in \(layouts.count) ways, more than \(Self.maximumLayouts); "
          + "divide the pin")
    }
  }

  private init(_ root: JSONField, _ name: RelativePath) throws(JSONFieldError) {
    _ = try root.object(only: ["version", "bucket", "region", "endpoint", "prefix", "objects"])
    guard try root.required("version").integer() == 1 else {
      throw try root.required("version").error("is not 1, the only version that is known")
    }
    bucket = try root.required("bucket").nonemptyString()
    region = try root.optional("region")?.nonemptyString()
    endpoint = try root.optional("endpoint")?.nonemptyString()
    let start = try root.optional("prefix")
    prefix = try start?.string()
    if let start, let prefix, !prefix.isEmpty, !prefix.hasSuffix("/") {
      throw start.error("does not end with '/'")
    }
    let list = try root.required("objects")
    var objects: [Object] = []
    for element in try list.elements() {
      objects.append(try Object(element, prefix, name))
    }
    guard !objects.isEmpty else { throw list.error("lists no object, so it covers nothing") }
    guard prefix != nil || objects.count == 1 else {
      throw root.error("lists several objects, so it needs the 'prefix' that their keys share")
    }
    self.objects = objects
  }
}

extension S3Pin.Object {
  fileprivate init(_ field: JSONField, _ prefix: String?, _ name: RelativePath)
    throws(JSONFieldError)
  {
    _ = try field.object(only: [
      "key", "versionId", "size", "checksumSHA256", "checksumType", "partSize", "parts",
    ])
    key = try field.required("key").nonemptyString()
    path = try Self.path(try field.required("key"), prefix) ?? name
    let version = try field.required("versionId")
    versionID = try version.nonemptyString()
    guard versionID != "null" else {
      throw version.error("is 'null': the bucket keeps no versions, so the object can be replaced")
    }
    let bytes = try field.required("size")
    size = try bytes.integer()
    guard size >= 0 else { throw bytes.error("is negative") }
    checksum = try S3Pin.Checksum(field, size: size)
  }

  /// Where a key belongs beneath the folder; nil without a prefix.
  private static func path(_ field: JSONField, _ prefix: String?) throws(JSONFieldError)
    -> RelativePath?
  {
    guard let prefix else { return nil }
    let key = try field.string()
    guard key.utf8.starts(with: prefix.utf8) else {
      throw field.error("does not start with the prefix")
    }
    guard let path = RelativePath(bytes: Array(key.utf8.dropFirst(prefix.utf8.count))) else {
      throw field.error("is no path beneath the prefix: it has an empty, '.' or '..' component")
    }
    return path
  }
}

extension S3Pin.Checksum {
  fileprivate init(_ field: JSONField, size: Int64) throws(JSONFieldError) {
    let sum = try field.required("checksumSHA256")
    let text = try sum.string()
    switch try field.required("checksumType").string() {
    case "FULL_OBJECT":
      guard let digest = Self.digest(text[...]) else { throw sum.error("is not SHA-256 in Base64") }
      self = .full(digest)
    case "COMPOSITE":
      // The API says the number of parts in some places and leaves it out in others.
      let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
      guard pieces.count <= 2, let first = pieces.first, let digest = Self.digest(first) else {
        throw sum.error("is not SHA-256 in Base64, with '-' and the number of parts or without")
      }
      let layout = try Self.layout(field, size: size)
      let count = layout.partCount(of: size)
      guard pieces.count == 1 || pieces[1] == "\(count)" else {
        throw sum.error("is not of \(count) parts, which is what \(size) bytes make")
      }
      guard count <= PartLayout.maximumParts else {
        throw sum.error("is of more than \(PartLayout.maximumParts) parts")
      }
      self = .composite(digest, layout)
    default:
      throw try field.required("checksumType").error("is neither FULL_OBJECT nor COMPOSITE")
    }
  }

  private static func layout(_ field: JSONField, size: Int64) throws(JSONFieldError) -> PartLayout {
    if let parts = try field.optional("parts") {
      var sizes: [Int64] = []
      for element in try parts.elements() { sizes.append(try element.integer()) }
      guard let layout = PartLayout(sizes: sizes) else {
        throw parts.error("is not a list of 1 to \(PartLayout.maximumParts) sizes above zero")
      }
      let sum = sizes.reduce(Int64?.some(0)) { sum, part in
        sum.flatMap { $0.addingReportingOverflow(part).overflow ? nil : $0 + part }
      }
      guard sum == size else { throw parts.error("does not add up to the object's size") }
      return layout
    }
    guard let part = try field.optional("partSize") else {
      throw field.error("has a composite checksum, so it needs 'partSize' or 'parts'")
    }
    guard let layout = PartLayout(partSize: try part.integer()) else {
      throw part.error("is not above zero")
    }
    return layout
  }

  private static func digest(_ text: Substring) -> Digest? {
    Base64.decode(text.utf8).flatMap { Digest(.sha256, bytes: $0) }
  }
}
