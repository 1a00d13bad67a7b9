// SPDX-License-Identifier: Apache-2.0

import Digests
import StrictJSON

extension Stamp {
  /// The fields as a model file stores them: known keys in a fixed order, then the extras.
  ///
  /// `modelgate.data` and `modelgate.dependencies` are canonical JSON objects, name to
  /// `sha256:<hex>`; the others are plain text. Optional fields that are nil have no entry.
  public var keyValues: [StampEntry] {
    let known: [(StampKey, String?)] = [
      (.version, version), (.commit, commit.description), (.tree, tree.description),
      (.repository, repository), (.pipeline, pipeline), (.data, Self.text(data)),
      (.dependencies, Self.text(dependencies)), (.build, build),
    ]
    return known.compactMap { key, value in value.map { StampEntry(key.rawValue, $0) } } + extras
  }

  /// Reads the fields of a model file, in any order.
  ///
  /// A reserved key that is not known becomes one of the ``extras``, so that a later minor version
  /// can add fields; keys outside the reserved prefix are somebody else's and are passed over.
  public init(keyValues: some Sequence<StampEntry>) throws(StampError) {
    var known: [StampKey: String] = [:]
    var extras: [StampEntry] = []
    for entry in keyValues where StampEntry.isReserved(entry.key.utf8) {
      guard let key = StampKey(rawValue: entry.key) else {
        extras.append(entry)
        continue
      }
      guard known.updateValue(entry.value, forKey: key) == nil else {
        throw .duplicate(key.rawValue)
      }
    }
    let missing = StampKey.allCases.filter { $0.isMandatory && known[$0] == nil }
    guard missing.isEmpty else { throw .missing(missing.map(\.rawValue)) }
    try self.init(
      version: known[.version] ?? "", commit: Self.objectID(known, .commit),
      tree: Self.objectID(known, .tree), repository: known[.repository],
      pipeline: known[.pipeline], data: Self.digests(known, .data),
      dependencies: Self.digests(known, .dependencies), build: known[.build], extras: extras)
  }

  private static func text(_ digests: NamedDigests) -> String {
    var object = JSONObject()
    for entry in digests { object.append(entry.name, .string(entry.digest.description)) }
    return JSONValue.object(object).text(.canonical)
  }

  private static func objectID(_ known: [StampKey: String], _ key: StampKey) throws(StampError)
    -> ObjectID
  {
    guard let id = ObjectID(hex: known[key] ?? "") else {
      throw .invalid(key: key.rawValue, reason: "is not a git object id of 40 hexadecimal digits")
    }
    return id
  }

  private static func digests(_ known: [StampKey: String], _ key: StampKey) throws(StampError)
    -> NamedDigests
  {
    let value: JSONValue
    do throws(JSONError) {
      let limits = JSONLimits(bytes: sizeLimit, depth: 1, values: 1 << 17)
      value = try JSONValue.parse(Array((known[key] ?? "").utf8), limits: limits)
    } catch {
      throw .invalid(key: key.rawValue, reason: "is not a JSON object of digests: \(error.message)")
    }
    guard let object = value.object else {
      throw .invalid(key: key.rawValue, reason: "is not a JSON object of digests")
    }
    var entries: [NamedDigests.Entry] = []
    for (name, value) in object {
      guard let digest = Digest(value.string ?? "") else {
        throw .invalid(
          key: key.rawValue, reason: "has no 'sha256:…' digest for '\(printable(name))'")
      }
      entries.append(NamedDigests.Entry(name, digest))
    }
    return NamedDigests(entries)
  }
}
