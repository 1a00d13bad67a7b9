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

  static func entry(_ id: Digest) throws(GitError) -> RelativePath {
    try path("entries/\(split(id.hex)).json")
  }

  static func manifest(_ dataset: Digest) throws(GitError) -> RelativePath {
    try path("manifests/\(split(dataset.hex)).sha256")
  }

  static func folder(_ key: LedgerKey) throws(GitError) -> RelativePath {
    try path(folderName(key))
  }

  static func mark(_ key: LedgerKey, _ entry: Digest) throws(GitError) -> RelativePath {
    try path("\(folderName(key))/\(entry.hex)")
  }

  private static func folderName(_ key: LedgerKey) -> String {
    switch key {
    case .model(let digest): "model/\(split(digest.hex))"
    case .commit(let id): "commit/\(split(id.description))"
    case .dataset(let digest): "data/\(split(digest.hex))"
    case .dependency(let digest): "dependency/\(split(digest.hex))"
    }
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
