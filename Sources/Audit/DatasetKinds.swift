// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Ledger
import Manifests

/// The files of datasets by the endings of their names, where the ledger has the list of them.
struct DatasetKinds {
  /// So many endings are told apart; the others are counted together.
  private static let shown = 8

  let ledger: LedgerReader
  /// Most models of a ledger share their data.
  private var known: [Digest: [(name: String, files: Int)]] = [:]

  init(ledger: LedgerReader) { self.ledger = ledger }

  /// The most frequent first; empty when the list of files is not here.
  mutating func of(_ dataset: Digest, in repository: borrowing Repository) -> [(
    name: String, files: Int
  )] {
    if let kinds = known[dataset] { return kinds }
    let bytes = try? ledger.manifest(of: dataset, in: repository)
    let kinds = bytes.flatMap { try? NativeManifest(parsing: $0) }.map(Self.count) ?? []
    known[dataset] = kinds
    return kinds
  }

  private static func count(_ manifest: NativeManifest) -> [(name: String, files: Int)] {
    var counts: [String: Int] = [:]
    for entry in manifest { counts[ending(of: entry.path.name), default: 0] += 1 }
    let sorted = counts.map { (name: $0.key, files: $0.value) }
      .sorted { ($1.files, $0.name) < ($0.files, $1.name) }
    let rest = sorted.dropFirst(shown).reduce(0) { $0 + $1.files }
    return sorted.prefix(shown) + (rest > 0 ? [("others", rest)] : [])
  }

  /// `.csv` of `a.csv`; a long one, or one that is no text, is none.
  private static func ending(of name: ArraySlice<UInt8>) -> String {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex,
      let text = String(validating: name[dot...], as: UTF8.self), (2...16).contains(text.count)
    else { return "no ending" }
    return text.lowercased()
  }
}
