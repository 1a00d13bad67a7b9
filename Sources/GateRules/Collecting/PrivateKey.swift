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
  static let endings = [
    ".pem", ".key", ".p8", ".ppk", ".asc", ".env", "_rsa", "_ed25519", "_ecdsa", "_dsa",
  ]
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
    let bytes = plain(try repository.blob(entry.id, limit: limit))
    let text = bytes.drop { [0x09, 0x0a, 0x0d, 0x20].contains($0) }
    if isNamed || text.starts(with: "-----BEGIN".utf8), let label = label(in: bytes) {
      return label
    }
    return text.first == UInt8(ascii: "{") || isOfSettings(entry.path) ? quoted(in: bytes) : nil
  }

  /// The text without a byte order mark, and of UTF-16, which PowerShell writes, the bytes that
  /// ASCII would have.
  static func plain(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return Array(bytes.dropFirst(3)) }
    let isMarked = bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
    let start = bytes.prefix(8).dropFirst(isMarked ? 2 : 0)
    let even = start.indices.filter { $0 % 2 == 0 }.allSatisfy { start[$0] == 0 }
    let odd = start.indices.filter { $0 % 2 == 1 }.allSatisfy { start[$0] == 0 }
    guard start.count >= 4, even != odd else { return bytes }
    let kept = even ? 1 : 0
    return bytes.indices.filter { $0 % 2 == kept && $0 >= start.startIndex }.map { bytes[$0] }
  }

  /// `.env`, `.env.local`, `prod.env`, `secret.yaml`: settings of a program, secrets among them.
  private static func isOfSettings(_ path: RelativePath) -> Bool {
    let name = path.name
    return name.starts(with: ".env".utf8)
      || settingsEndings.contains {
        name.count > $0.count && name.suffix($0.count).elementsEqual($0)
      }
  }

  private static let settingsEndings = [
    ".env", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".tfvars",
  ].map { Array($0.utf8) }

  /// The label of a whole key inside of other text, such as the credentials of a service account,
  /// which clouds give out as JSON; a mention of one is none.
  static func quoted(in bytes: [UInt8]) -> String? {
    var rest = bytes[...]
    while let start = rest.firstRange(of: Array("-----BEGIN ".utf8)) {
      rest = rest[start.upperBound...]
      let label = rest.prefix(64).prefix { $0 != 0x2d }
      let body = rest.dropFirst(label.count)
      if label.count < 64, body.starts(with: "-----".utf8), hasKey(body.dropFirst(5)) {
        let text = String(decoding: label, as: UTF8.self)
        if text.contains("PRIVATE KEY") { return text }
      }
    }
    return nil
  }

  /// Whether base64 of a key's length follows, and then the end of the block; line ends may be
  /// escaped.
  private static func hasKey(_ text: ArraySlice<UInt8>) -> Bool {
    let body = text.prefix { $0 != 0x2d }
    let base64 = body.count { (0x2b...0x7a).contains($0) }
    return base64 >= 48 && text.dropFirst(body.count).starts(with: "-----END ".utf8)
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
