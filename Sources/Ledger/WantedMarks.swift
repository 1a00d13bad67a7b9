// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// The marks that entries ask for, in few bytes: a large ledger has a million.
struct WantedMarks: Sendable {
  /// A mark and the entry that it leads to.
  typealias Mark = (path: RelativePath, entry: Digest)

  /// For each entry `entryTag`, and for each of its keys the number of the key's folder among
  /// `LedgerLayout.indexes`; after each of these a length and the bytes of the digest.
  private var bytes: [UInt8] = []
  private static let entryTag = UInt8.max

  mutating func append(_ keys: [LedgerKey], of entry: Digest) {
    var fields = [(Self.entryTag, entry.bytes)]
    for key in keys {
      guard let folder = LedgerLayout.indexes.firstIndex(of: key.folder) else { continue }
      fields.append((UInt8(folder), key.bytes))
    }
    bytes.reserveCapacity(fields.reduce(bytes.count) { $0 + 2 + $1.1.count })
    for (tag, digest) in fields {
      bytes += [tag, UInt8(digest.count)]
      bytes += digest
    }
  }

  /// The marks in those folders of the index that are asked for.
  func marks(where isAskedFor: (RelativePath) -> Bool) -> [Mark] {
    let asked = LedgerLayout.indexes.map(isAskedFor)
    var marks: [Mark] = []
    forEach { folder, key, entry in
      guard asked[folder] else { return }
      marks.append((LedgerLayout.mark(key, in: LedgerLayout.indexes[folder], of: entry), entry))
    }
    return marks
  }

  /// Whether there is none in any other folder of the index.
  func areAll(in folders: [RelativePath]) -> Bool {
    let isIn = LedgerLayout.indexes.map { folders.contains($0) }
    var areAll = true
    forEach { folder, _, _ in areAll = areAll && isIn[folder] }
    return areAll
  }

  private func forEach(_ body: (_ folder: Int, _ key: ArraySlice<UInt8>, Digest) -> Void) {
    var entry: Digest?
    var rest = bytes[...]
    while let tag = rest.popFirst(), let length = rest.popFirst() {
      let digest = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      if tag == Self.entryTag {
        entry = Digest(.sha256, bytes: Array(digest))
      } else if let entry {
        body(Int(tag), digest, entry)
      }
    }
  }
}
