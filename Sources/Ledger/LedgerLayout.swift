// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// Where things stand in the ledger's tree.
///
/// Content lies under its own name, and every digest that people search by leads to the names of
/// the entries, so that a look-up is a path and not a scan:
///
///     entries/<2 hex>/<62 hex>.json            the attestation
///     model/<2 hex>/<rest>/<entry>             an empty file, as are the next two
///     commit/<2 hex>/<rest>/<entry>
///     data/<2 hex>/<rest>/<entry>
enum LedgerLayout {
  enum Index: String {
    case model, commit, data
  }

  static func entry(_ id: Digest) throws(GitError) -> RelativePath {
    try path("entries/\(split(id.hex)).json")
  }

  static func folder(_ index: Index, _ hex: String) throws(GitError) -> RelativePath {
    try path("\(index.rawValue)/\(split(hex))")
  }

  static func files(of entry: LedgerEntry, attestation: ObjectID, empty: ObjectID)
    throws(GitError) -> [(path: RelativePath, blob: ObjectID)]
  {
    var files = [(path: try Self.entry(entry.id), blob: attestation)]
    let keys =
      entry.models.map { (Index.model, $0.hex) } + [(Index.commit, entry.commit.description)]
      + entry.datasets.map { (Index.data, $0.hex) }
    // A model that carries no stamp is its own payload, and two datasets may hold the same bytes.
    var named: Set<String> = []
    for (index, hex) in keys where named.insert("\(index.rawValue)/\(hex)").inserted {
      files.append((try path("\(index.rawValue)/\(split(hex))/\(entry.id.hex)"), empty))
    }
    return files
  }

  private static func split(_ hex: String) -> String { "\(hex.prefix(2))/\(hex.dropFirst(2))" }

  private static func path(_ text: String) throws(GitError) -> RelativePath {
    guard let path = RelativePath(text) else {
      throw GitError("name ledger entry '\(text)'", code: .notFound, detail: "not a path")
    }
    return path
  }
}
