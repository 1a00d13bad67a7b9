// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import StrictJSON

extension SignedFolder {
  /// The statement to sign; always the same for the same files.
  public var statement: Statement {
    let predicate: JSONObject = [
      "serialization": [
        "method": "files", "hash_type": "sha256", "allow_symlinks": false,
        "ignore_paths": .array(ignoredPaths.map(JSONValue.string)),
      ],
      "resources": .array(
        resources.map { resource in
          [
            "name": .string(resource.path.text ?? ""), "algorithm": "sha256",
            "digest": .string(resource.digest.hex),
          ]
        }),
    ]
    return Statement(
      subjects: [ResourceDescriptor(name: name, digest: DigestSet(root))],
      predicateType: Self.predicateType, predicate: predicate)
  }

  /// Reads a statement out of bytes whose signature was checked.
  ///
  /// Takes resources in any order, since the root follows the order they stand in. Refuses other
  /// members than the specification's, names that lead out of the folder, names that appear twice,
  /// pieces that leave a gap, and a root that is not that of the resources.
  public init(_ payload: VerifiedPayload) throws(AttestationError) {
    let statement = try Statement.parse(payload)
    guard statement.predicateType.isSameText(as: Self.predicateType) else {
      throw .wrongPredicateType(found: statement.predicateType, expected: Self.predicateType)
    }
    do throws(JSONFieldError) {
      self = try Self.read(statement)
    } catch {
      throw .malformed("model signature", reason: error.message)
    }
  }

  private static func read(_ statement: Statement) throws(JSONFieldError) -> SignedFolder {
    guard statement.subjects.count == 1, let subject = statement.subjects.first,
      let name = subject.name
    else { throw JSONFieldError("it does not have exactly one subject with a name") }
    let predicate = JSONField(.object(statement.predicate), root: "predicate")
    _ = try predicate.object(only: ["serialization", "resources"])
    let method = try Serialization(try predicate.required("serialization"))
    var resources: [Resource] = []
    for element in try predicate.required("resources").elements() {
      resources.append(try Resource(element, pieceSize: method.pieceSize))
    }
    let folder = SignedFolder(
      name: name, resources: resources, pieceSize: method.pieceSize,
      ignoredPaths: method.ignoredPaths)
    try folder.check(claimed: subject.digest.sha256)
    return folder
  }

  private func check(claimed: Digest?) throws(JSONFieldError) {
    guard !resources.isEmpty else { throw JSONFieldError("it lists no files") }
    var seen: Set<RelativePath> = []
    var last: Resource?
    for resource in resources {
      let expected = last?.path == resource.path ? last?.range?.upperBound : 0
      guard resource.range.map({ $0.lowerBound == expected }) ?? true else {
        throw JSONFieldError("the pieces of '\(resource.path)' leave a gap or overlap")
      }
      if resource.range == nil || expected == 0 {
        guard seen.insert(resource.path).inserted else {
          throw JSONFieldError("it lists '\(resource.path)' twice")
        }
      }
      last = resource
    }
    guard claimed == root else {
      throw JSONFieldError("its root digest is not that of the files it lists")
    }
  }
}

/// How the digests were made.
private struct Serialization {
  let pieceSize: Int64?
  let ignoredPaths: [String]

  init(_ field: JSONField) throws(JSONFieldError) {
    _ = try field.object(only: [
      "method", "hash_type", "allow_symlinks", "ignore_paths", "shard_size",
    ])
    try field.required("hash_type").expect("sha256")
    let method = try field.required("method").string()
    switch method {
    case "files": pieceSize = nil
    case "shards": pieceSize = try field.required("shard_size").wholeNumber()
    default: throw try field.required("method").error("is neither 'files' nor 'shards'")
    }
    var paths: [String] = []
    for element in try field.optional("ignore_paths")?.elements() ?? [] {
      paths.append(try element.nonemptyString())
    }
    ignoredPaths = paths
  }
}

extension SignedFolder.Resource {
  fileprivate init(_ field: JSONField, pieceSize: Int64?) throws(JSONFieldError) {
    _ = try field.object(only: ["name", "algorithm", "digest", "annotations"])
    let algorithm = pieceSize.map { "sha256-sharded-\($0)" } ?? "sha256"
    try field.required("algorithm").expect(algorithm)
    let hex = try field.required("digest")
    guard let digest = Digest(.sha256, hex: try hex.string()) else {
      throw hex.error("is not a SHA-256 in lower-case hexadecimal")
    }
    let name = try field.required("name")
    guard let (text, range) = Self.parts(try name.string(), pieceSize),
      let path = RelativePath(text), !path.bytes.contains(where: { $0 < 0x20 || $0 == 0x7f })
    else { throw name.error("is not the name of a file in the folder") }
    self.init(path: path, range: range, digest: digest)
  }

  /// The file and the range of `path:start:end`; only the last piece may be shorter than a piece.
  private static func parts(_ name: String, _ size: Int64?) -> (String, Range<Int64>?)? {
    guard let size else { return (name, nil) }
    let words = name.split(separator: ":", omittingEmptySubsequences: false)
    guard words.count >= 3, let start = Int64(words[words.count - 2]),
      let end = Int64(words[words.count - 1]), start >= 0, start < end, end - start <= size,
      start.isMultiple(of: size)
    else { return nil }
    return (words.dropLast(2).joined(separator: ":"), start..<end)
  }
}

extension JSONField {
  /// A positive whole number, also where protocol buffers have made `1000.0` of it.
  fileprivate func wholeNumber() throws(JSONFieldError) -> Int64 {
    let number = value.integer ?? value.double.flatMap { Int64(exactly: $0) }
    guard let number, (1...(1 << 53)).contains(number) else {
      throw error("is not a positive whole number")
    }
    return number
  }
}
