// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import StrictJSON

/// OpenSSF Model Signing's `model.sig`: a Sigstore bundle whose statement lists a folder's files.
///
/// Here the list counts, and that the statement's subject is the digest of the list. Who signed it
/// is asked elsewhere. The folder is the one that the subject names, in which the bundle stands or
/// beside which. Files signed in shards have no digest of their own.
public struct ModelSignatureFormat: SelfContainedFormat {
  /// The format.
  public init() {}

  /// `model-signing`.
  public var name: String { "model-signing" }

  /// Its own.
  public var endings: [String] { [".sig"] }

  /// None: `.sig` is the suffix of signatures of all kinds.
  public func claims(_ path: RelativePath) -> Bool { false }

  /// Every `.sig` file.
  public func mayBe(_ path: RelativePath) -> Bool { path.removingSuffix(".sig") != nil }

  /// Whether the bundle's statement is of model signing.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    guard mayBe(path) || path.removingSuffix(".json") != nil, bytes.first == UInt8(ascii: "{")
    else { return false }
    return (try? SignedModel.statement(of: bytes)) != nil
  }

  /// The signed file or folder.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    do throws(JSONFieldError) {
      let model = try SignedModel(bundle: bytes)
      let dataset = try Self.dataset(of: model, signedBy: path)
      return [
        DatasetManifest(
          manifest: path, format: name, path: dataset,
          coverage: try coverage(of: model, at: dataset, signedBy: path))
      ]
    } catch {
      throw ManifestError(error.message)
    }
  }

  private static func dataset(of model: SignedModel, signedBy path: RelativePath)
    throws(JSONFieldError) -> RelativePath
  {
    let parent = path.parent
    if let parent, !model.isOneFile,
      model.name.isEmpty || parent.name.elementsEqual(model.name.utf8)
    {
      return parent
    }
    guard let name = RelativePath(model.name), name.parent == nil else {
      throw JSONFieldError(
        "the subject '\(RelativePath.quoted(Array(model.name.utf8)))' is no name")
    }
    return parent?.appending(name) ?? name
  }

  private func coverage(
    of model: SignedModel, at dataset: RelativePath, signedBy path: RelativePath
  ) throws(JSONFieldError) -> DatasetManifest.Coverage {
    guard model.method == "files" else {
      return .none(reason: "it has digests of '\(model.method)', not of files")
    }
    do throws(ManifestError) {
      let own = path.relative(to: dataset)
      let unlisted = UnlistedFiles { $0 == own || Self.isOfGit($0) || model.ignores($0) }
      return .content(try ListedRecord(try model.files(of: dataset), unlisted: unlisted))
    } catch {
      throw JSONFieldError(error.reason)
    }
  }

  /// What the tool leaves out by itself.
  private static func isOfGit(_ path: RelativePath) -> Bool {
    let top = path.components.first.map { String(decoding: $0, as: UTF8.self) }
    return [".git", ".gitattributes", ".github", ".gitignore"].contains(top ?? "")
  }
}

/// The statement in a model's signature.
private struct SignedModel: Sendable {
  private static let predicateType = "https://model_signing/signature/v1.0"

  /// The name of the file or folder that was signed; may be empty.
  let name: String
  /// What one digest is of: `files` or `shards`.
  let method: String
  private let resources: [Resource]
  /// The components of paths that the signer left out, with all that is below them.
  private let ignored: [[Substring]]

  private struct Resource: Sendable {
    let name: String
    let algorithm: String
    let digest: [UInt8]

    init(_ field: JSONField) throws(JSONFieldError) {
      name = try field.required("name").string()
      algorithm = try field.required("algorithm").string()
      let hex = try field.required("digest")
      guard let digest = Hex.decode(try hex.string().utf8) else {
        throw hex.error("is not hexadecimal")
      }
      self.digest = digest
    }
  }

  /// What the bundle signs, when it is of model signing; the rest of it may be wrong.
  static func statement(of bundle: [UInt8]) throws(JSONFieldError) -> JSONField {
    let bundle = try JSONField.parsing(bundle, root: "signature bundle")
    let payload = try bundle.required("dsseEnvelope").required("payload")
    guard let text = Base64.decode(try payload.string().utf8) else {
      throw payload.error("is not base64")
    }
    let statement = try JSONField.parsing(text, root: "signed statement")
    try statement.required("predicateType").expect(predicateType)
    return statement
  }

  init(bundle bytes: [UInt8]) throws(JSONFieldError) {
    let statement = try Self.statement(of: bytes)
    let subjects = try statement.required("subject").elements()
    guard let subject = subjects.first, subjects.count == 1 else {
      throw JSONFieldError("the signed statement has not one subject")
    }
    name = try subject.required("name").string()
    let predicate = try statement.required("predicate")
    let serialization = try predicate.required("serialization")
    method = try serialization.required("method").string()
    ignored = try Self.ignored(serialization)
    var resources: [Resource] = []
    for field in try predicate.required("resources").elements() {
      resources.append(try Resource(field))
    }
    self.resources = resources
    let root = try subject.required("digest").required("sha256")
    let whole = Digest.of(resources.flatMap(\.digest))
    guard try root.string() == whole.hex else {
      throw root.error("is not the digest of the resources, which is \(whole.hex)")
    }
  }

  /// As the tool takes them: nothing that leads out of the folder names anything in it.
  private static func ignored(_ serialization: JSONField) throws(JSONFieldError) -> [[Substring]] {
    var paths: [[Substring]] = []
    for element in try serialization.optional("ignore_paths")?.elements() ?? [] {
      let text = try element.string()
      if !text.hasPrefix("/") { paths.append(text.split(separator: "/").filter { $0 != "." }) }
    }
    return paths
  }

  /// Whether the signer left a file out, which may be there then, and need not be.
  func ignores(_ path: RelativePath) -> Bool {
    let components = path.components
    return ignored.contains { ignored in
      ignored.count <= components.count
        && zip(ignored, components).allSatisfy { $0.utf8.elementsEqual($1) }
    }
  }

  /// Whether it is a file, which the list calls `.`.
  var isOneFile: Bool { resources.count == 1 && resources[0].name == "." }

  func files(of dataset: RelativePath) throws(ManifestError) -> [ListedRecord.File] {
    var files: [ListedRecord.File] = []
    for resource in resources {
      guard let path = isOneFile ? dataset.lastComponent : RelativePath(resource.name) else {
        let name = RelativePath.quoted(Array(resource.name.utf8))
        throw ManifestError("the resource '\(name)' is no path below the folder")
      }
      guard let algorithm = ChecksumTag.algorithm(resource.algorithm, resource.digest.count * 2),
        let digest = Digest(algorithm, bytes: resource.digest)
      else { throw ManifestError("the digest of '\(path)' is of no known hash function") }
      files.append(.init(path: path, [ListedRecord.Expectation(digest)]))
    }
    return files
  }
}
