// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import StrictJSON
import YAML

/// Frictionless Data's `datapackage.json` or `datapackage.yaml`: resources with a path from its
/// folder, `hash` and `bytes`.
///
/// A `hash` without a prefix is MD5, else `algorithm:digits`. Older versions of frictionless have
/// digests and sizes in `stats`: as `md5` and `sha256`, or as `hash` in the function that `hashing`
/// names. Remote and inline resources are no
/// files here. One digest over several files of a resource cannot be compared with any of them.
public struct FrictionlessFormat: SelfContainedFormat {
  private static let root = "data package"
  private static let names = ["datapackage.json", "datapackage.yaml"]

  /// The format.
  public init() {}

  /// `frictionless`.
  public var name: String { "frictionless" }

  /// Its own.
  public var endings: [String] { Self.names }

  /// None: a data package need not have digests.
  public func claims(_ path: RelativePath) -> Bool { false }

  /// `datapackage.json` and `datapackage.yaml`.
  public func mayBe(_ path: RelativePath) -> Bool {
    Self.names.contains { path.name.elementsEqual($0.utf8) }
  }

  /// The name decides.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool { mayBe(path) }

  /// The folder that it stands in.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    let yaml = path.removingSuffix(".yaml") == nil ? nil : try YAMLNode.manifest(bytes)
    var list = DescribedFiles()
    do throws(JSONFieldError) {
      let package: JSONField
      if let yaml {
        package = JSONField(JSONValue(yaml), root: Self.root)
      } else {
        package = try JSONField.parsing(bytes, root: Self.root)
      }
      for resource in try package.required("resources").elements() {
        try Self.add(resource, to: &list)
      }
    } catch {
      throw ManifestError(error.message)
    }
    return try list.datasets(of: path, format: name)
  }

  private static func add(_ resource: JSONField, to list: inout DescribedFiles)
    throws(JSONFieldError)
  {
    guard let field = try resource.optional("path") else { return }
    let extra = try resource.optional("extrapaths")?.elements() ?? []
    let fields = (field.value.array == nil ? [field] : try field.elements()) + extra
    var paths: [RelativePath] = []
    for field in fields {
      guard let path = try DescribedFiles.path(field) else { return list.skipRemote() }
      paths.append(path)
    }
    var expectations = try expectations(of: resource)
    if paths.count > 1, !expectations.isEmpty {
      list.leave("'\(paths[0])' and others have one digest together")
      expectations = []
    }
    let stats = try statistics(of: resource)
    var bytes = try resource.optional("bytes")
    if bytes == nil { bytes = try stats?.optional("bytes") }
    let size = try bytes?.size()
    for path in paths {
      list.add(.init(path: path, expectations, size: paths.count == 1 ? size : nil))
    }
  }

  /// `null` is as good as none.
  private static func statistics(of resource: JSONField) throws(JSONFieldError) -> JSONField? {
    try resource.optional("stats").flatMap { $0.value.isNull ? nil : $0 }
  }

  private static func expectations(of resource: JSONField) throws(JSONFieldError)
    -> [ListedRecord.Expectation]
  {
    if let hash = try resource.optional("hash"), !hash.value.isNull {
      return [try expectation(hash, prefix: "")]
    }
    guard let stats = try statistics(of: resource) else { return [] }
    var expectations: [ListedRecord.Expectation] = []
    for name in ["sha256", "md5"] {
      guard let hash = try stats.optional(name), !hash.value.isNull else { continue }
      expectations.append(try expectation(hash, prefix: name + ":"))
    }
    if let hash = try stats.optional("hash"), !hash.value.isNull {
      let hashing = try resource.optional("hashing")?.string() ?? "md5"
      expectations.append(try expectation(hash, prefix: hashing + ":"))
    }
    return expectations
  }

  private static func expectation(_ hash: JSONField, prefix: String) throws(JSONFieldError)
    -> ListedRecord.Expectation
  {
    guard let digest = digest(prefix + (try hash.string())) else {
      throw hash.error("is no digest in a hash function that is known")
    }
    return ListedRecord.Expectation(digest)
  }

  private static func digest(_ text: String) -> Digest? {
    guard let colon = text.firstIndex(of: ":") else { return Digest(.md5, hex: text) }
    let hex = text[text.index(after: colon)...]
    return ChecksumTag.algorithm(String(text[..<colon]), hex.utf8.count)
      .flatMap { Digest($0, hex: hex) }
  }
}
