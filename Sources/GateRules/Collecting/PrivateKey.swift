// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// Recognizes private keys in the encodings of RFC 7468, OpenSSH, OpenPGP and PuTTY.
enum PrivateKey {
  /// Keys are smaller, in bytes.
  static let limit = 16 << 10

  /// What names of keys begin with.
  static let beginning = "id_"
  /// What names of keys end with.
  static let endings = [".pem", ".key", ".p8", ".ppk"]
  private static let suffixes = endings.map { Array($0.utf8) }

  /// Whether a file of this name would surprise nobody by being a key.
  static func isNamedLikeOne(_ path: RelativePath) -> Bool {
    let name = path.name
    return name.starts(with: beginning.utf8)
      || suffixes.contains { name.count > $0.count && name.suffix($0.count).elementsEqual($0) }
  }

  /// What the key says it is; nil when the file is none.
  static func label(
    of entry: TreeEntry, _ size: Int, _ readsAll: Bool, in repository: borrowing Repository
  ) throws(GitError) -> String? {
    let isNamed = isNamedLikeOne(entry.path)
    guard size > 0, size <= limit, isNamed || readsAll else { return nil }
    let bytes = try repository.blob(entry.id, limit: limit)
    return isNamed || bytes.starts(with: "-----BEGIN".utf8) ? label(in: bytes) : nil
  }

  /// The label of the first line that begins a private key.
  static func label(in bytes: [UInt8]) -> String? {
    for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
      if line.starts(with: "PuTTY-User-Key-File-".utf8) { return "PuTTY private key" }
      guard line.starts(with: "-----BEGIN ".utf8), line.count <= 80 else { continue }
      let label = String(decoding: line.dropFirst(11).prefix { $0 != 0x2d }, as: UTF8.self)
      if label.contains("PRIVATE KEY") { return label }
    }
    return nil
  }
}
