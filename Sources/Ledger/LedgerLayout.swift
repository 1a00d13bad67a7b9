// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import GitAccess

/// Where things stand in the ledger's tree.
///
/// Content lies under its own name, and every digest that people search by leads to the names of
/// the entries, so that a look-up is a path and not a scan:
///
///     entries/<1>/<1>/<1>/<61 hex>.json        the attestation
///     manifests/<1>/<1>/<1>/<61 hex>.sha256    a dataset's native manifest
///     model/<1>/<1>/<1>/<rest>/<entry>         an empty file, as are the next three
///     commit/<1>/<1>/<1>/<rest>/<entry>
///     data/<1>/<1>/<1>/<rest>/<entry>
///     dependency/<1>/<1>/<1>/<rest>/<entry>
///
/// Three folders of one digit each: an addition writes a few folders of sixteen names, where one
/// folder of two digits would be written anew with hundreds of names.
enum LedgerLayout {
  /// What stands at a path.
  enum Place: Equatable {
    case entry(Digest)
    case manifest(Digest)
    case mark(LedgerKey, Digest)
  }

  /// The folders whose files say nothing but what entries are found by.
  static let indexes = [models, commits, datasets, dependencies]
  fileprivate static let models = RelativePath(unchecked: Array("model".utf8))
  fileprivate static let commits = RelativePath(unchecked: Array("commit".utf8))
  fileprivate static let datasets = RelativePath(unchecked: Array("data".utf8))
  fileprivate static let dependencies = RelativePath(unchecked: Array("dependency".utf8))

  static func entry(_ id: Digest) throws(GitError) -> RelativePath {
    try path("entries/\(split(id.hex)).json")
  }

  static func manifest(_ dataset: Digest) throws(GitError) -> RelativePath {
    try path("manifests/\(split(dataset.hex)).sha256")
  }

  static func folder(_ key: LedgerKey) -> RelativePath {
    RelativePath(unchecked: folder(key.bytes[...], in: key.folder))
  }

  static func mark(_ key: LedgerKey, _ entry: Digest) -> RelativePath {
    mark(key.bytes[...], in: key.folder, of: entry)
  }

  /// The mark of an entry for a key of which there are the bytes; written for a million of them.
  static func mark(_ key: ArraySlice<UInt8>, in index: RelativePath, of entry: Digest)
    -> RelativePath
  {
    var path = folder(key, in: index)
    path.reserveCapacity(path.count + 65)
    path.append(UInt8(ascii: "/"))
    Hex.append(entry.bytes.span, to: &path)
    return RelativePath(unchecked: path)
  }

  private static func folder(_ key: ArraySlice<UInt8>, in index: RelativePath) -> [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(key.count * 2)
    Hex.append(key.span, to: &digits)
    var path = index.bytes
    for digit in digits.prefix(3) { path += [UInt8(ascii: "/"), digit] }
    path.append(UInt8(ascii: "/"))
    return path + digits.dropFirst(3)
  }

  /// Reads a path back; nil for one that the ledger has no use for.
  static func place(of path: RelativePath) -> Place? {
    // Digits have one spelling, or a digest would have several places.
    guard !path.bytes.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else { return nil }
    let parts = path.components.map { String(decoding: $0, as: UTF8.self) }
    switch (parts.first, parts.count) {
    case ("entries", 5): return digest(parts, ".json").map(Place.entry)
    case ("manifests", 5): return digest(parts, ".sha256").map(Place.manifest)
    case (let kind?, 6): return mark(kind, parts)
    default: return nil
    }
  }

  private static func mark(_ kind: String, _ parts: [String]) -> Place? {
    let hex = parts[1..<5].joined()
    guard parts[1...3].allSatisfy({ $0.utf8.count == 1 }),
      let entry = Digest(.sha256, hex: parts[5])
    else { return nil }
    let key: LedgerKey? =
      switch kind {
      case "model": Digest(.sha256, hex: hex).map(LedgerKey.model)
      case "commit": ObjectID(hex: hex).map(LedgerKey.commit)
      case "data": Digest(.sha256, hex: hex).map(LedgerKey.dataset)
      case "dependency": Digest(.sha256, hex: hex).map(LedgerKey.dependency)
      default: nil
      }
    return key.map { .mark($0, entry) }
  }

  private static func digest(_ parts: [String], _ suffix: String) -> Digest? {
    let text = parts.dropFirst().joined()
    guard text.hasSuffix(suffix), parts[1...3].allSatisfy({ $0.utf8.count == 1 }) else {
      return nil
    }
    return Digest(.sha256, hex: text.dropLast(suffix.count))
  }

  private static func split(_ hex: String) -> String {
    hex.prefix(3).map { "\($0)/" }.joined() + hex.dropFirst(3)
  }

  private static func path(_ text: String) throws(GitError) -> RelativePath {
    guard let path = RelativePath(text) else {
      throw GitError("name ledger entry '\(text)'", code: .notFound, detail: "not a path")
    }
    return path
  }
}

extension LedgerKey {
  /// The folder of the index that it stands in.
  var folder: RelativePath {
    switch self {
    case .model: LedgerLayout.models
    case .commit: LedgerLayout.commits
    case .dataset: LedgerLayout.datasets
    case .dependency: LedgerLayout.dependencies
    }
  }

  /// The digest that it is.
  var bytes: [UInt8] {
    switch self {
    case .model(let digest), .dataset(let digest), .dependency(let digest): digest.bytes
    case .commit(let id): id.bytes
    }
  }
}
