// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import StrictJSON

/// Croissant, MLCommons' JSON-LD of datasets: its `FileObject`s with a `contentUrl` beside it.
///
/// `sha256` and `md5` both count. What lies inside an archive is covered by the archive's own
/// digest; a `FileSet` of loose files has none. Remote objects are no files here.
public struct CroissantFormat: SelfContainedFormat {
  /// Fields and types have these prefixes, or none, as the text's own context says.
  private static let vocabularies = ["", "cr:", "sc:", "http://mlcommons.org/croissant/"]

  /// The format.
  public init() {}

  /// `croissant`.
  public var name: String { "croissant" }

  /// Its own.
  public var endings: [String] { ["croissant.json"] }

  /// None: such a text need not have digests.
  public func claims(_ path: RelativePath) -> Bool { false }

  /// `croissant.json` and `NAME.croissant.json`.
  public func mayBe(_ path: RelativePath) -> Bool {
    guard let name = path.lastComponent.text else { return false }
    return name == "croissant.json" || name.hasSuffix(".croissant.json")
  }

  /// Whether the text says that it conforms to Croissant.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    guard path.removingSuffix(".json") != nil || path.removingSuffix(".jsonld") != nil else {
      return false
    }
    guard let root = try? JSONValue.parse(bytes) else { return mayBe(path) }
    let conformance = root["conformsTo"] ?? root["dct:conformsTo"]
    let texts = conformance?.array ?? [conformance].compactMap { $0 }
    return texts.contains { text in
      (text.string ?? text["@id"]?.string ?? "").hasPrefix("http://mlcommons.org/croissant/")
    }
  }

  /// The folder that it stands in.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    var list = DescribedFiles()
    do throws(JSONFieldError) {
      let root = try JSONField.parsing(bytes, root: "Croissant text")
      if let field = try root.optional("distribution") {
        // In JSON-LD a list of one thing is the thing itself.
        let items = field.value.object == nil ? try field.elements() : [field]
        for item in items { try Self.add(item, to: &list) }
      }
    } catch {
      throw ManifestError(error.message)
    }
    return try list.datasets(of: path, format: name)
  }

  private static func add(_ item: JSONField, to list: inout DescribedFiles) throws(JSONFieldError) {
    let isContained = try item.optional("containedIn") != nil
    if try isOfType("FileSet", item) {
      if !isContained { list.leave("a FileSet of loose files has no digest") }
      return
    }
    guard try isOfType("FileObject", item) else {
      throw try item.required("@type").error("is neither FileObject nor FileSet")
    }
    // Its bytes are a part of the archive's.
    if isContained { return }
    guard let path = try DescribedFiles.path(try item.required("contentUrl")) else {
      return list.skipRemote()
    }
    var expectations: [ListedRecord.Expectation] = []
    for algorithm in [DigestAlgorithm.sha256, .md5] {
      guard let field = try item.optional(algorithm.rawValue), !field.value.isNull else { continue }
      guard let digest = Digest(algorithm, hex: try field.string()) else {
        throw field.error("is not \(algorithm.byteCount * 2) hexadecimal digits")
      }
      expectations.append(ListedRecord.Expectation(digest))
    }
    list.add(.init(path: path, expectations, size: try size(item)))
  }

  private static func isOfType(_ name: String, _ item: JSONField) throws(JSONFieldError) -> Bool {
    let type = try item.required("@type")
    let types = (type.value.array ?? [type.value]).compactMap(\.string)
    return types.contains { type in vocabularies.contains { type == $0 + name } }
  }

  /// `contentSize` is a text such as `1024 B`; rounded ones in larger units say nothing exact.
  private static func size(_ item: JSONField) throws(JSONFieldError) -> Int64? {
    guard let field = try item.optional("contentSize"), let text = field.value.string else {
      return nil
    }
    let words = text.split(separator: " ")
    guard let number = words.first.flatMap({ Int64($0) }), number >= 0 else { return nil }
    return words.count == 1 || words.dropFirst().elementsEqual(["B"]) ? number : nil
  }
}
