// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// What the name of a checksum list says of it.
struct ChecksumListName {
  /// Where the paths in a list start.
  enum Base: Equatable {
    /// At the list's own folder, as `sha256sum --check` takes them.
    case folder
    /// At the file or folder beside the list that has its name without the suffix.
    case sibling(RelativePath)
  }

  /// The hash function; nil when the digests' length tells.
  let algorithm: DigestAlgorithm?
  let base: Base
  /// Whether a file of that name is a list whatever is in it.
  let isCertain: Bool
  /// Whether a search looks into it.
  ///
  /// Other names are those of releases' lists, whose files are
  /// seldom beside them: somebody has to name them.
  var isSearched: Bool { isCertain || base != .folder }

  /// What tools and people name the functions in file names.
  private static let functions: [(word: String, algorithm: DigestAlgorithm)] = [
    ("md5", .md5), ("sha1", .sha1), ("sha224", .sha224), ("sha256", .sha256), ("sha384", .sha384),
    ("sha512", .sha512), ("b2", .blake2b512), ("blake2", .blake2b512), ("b3", .blake3),
    ("blake3", .blake3),
  ]
  /// Names without a suffix that stand for a list and not for a dataset.
  private static let plainNames: Set<String> = [
    "checksum", "checksums", "digests", "hashes", "sums",
  ]

  /// Names that are lists of any of SHA's functions, as Node.js' releases have them, or nearly so.
  private static let looseNames: Set<String> = [
    "sha256", "sha512", "md5", "shasum", "shasums", "shasums1", "shasums256", "shasums512",
  ]
  /// What a signature of a list has behind the list's name.
  private static let signatures = [".asc", ".sig", ".gpg", ".sign", ".minisig"]

  /// What all names end with that a search looks into.
  static let endings: [String] = {
    let stems = ["sum"] + plainNames
    return stems.flatMap { [$0, $0 + "s", $0 + ".txt", $0 + "s.txt"] }
      + functions.map { "." + $0.word }
  }()

  /// Whether a file is the signature of a list, or of one that stands beside it.
  static func isSignature(_ file: RelativePath, of list: RelativePath) -> Bool {
    signatures.contains { suffix in
      guard let signed = file.removingSuffix(suffix) else { return false }
      return signed == list || isOtherList(signed)
    }
  }

  /// Whether a file beside a list can only be another one, so that neither names the other.
  static func isOtherList(_ file: RelativePath) -> Bool {
    guard file.parent == nil, let name = ChecksumListName(file) else { return false }
    return name.isCertain && name.base == .folder
  }

  /// Nil when a file of that name is no checksum list, or a native manifest.
  init?(_ path: RelativePath) {
    guard let name = path.lastComponent.text?.lowercased() else { return nil }
    let stem = name.hasSuffix(".txt") ? String(name.dropLast(4)) : name
    if let function = Self.functions.first(where: { Self.isList(stem, of: $0.word) }) {
      (algorithm, base, isCertain) = (function.algorithm, .folder, true)
    } else if Self.plainNames.contains(stem) {
      (algorithm, base, isCertain) = (nil, .folder, true)
    } else if Self.isLoose(stem) {
      (algorithm, base, isCertain) = (nil, .folder, false)
    } else if let (word, algorithm) = Self.suffix(of: name) {
      self.algorithm = algorithm
      guard let sibling = RelativePath(bytes: path.bytes.dropLast(word.utf8.count + 1)) else {
        return nil
      }
      if Self.plainNames.contains(sibling.lastComponent.text?.lowercased() ?? "") {
        (base, isCertain) = (.folder, true)
      } else if word == "sha256" {
        return nil
      } else {
        (base, isCertain) = (.sibling(sibling), false)
      }
    } else {
      return nil
    }
  }

  /// `SHASUMS256`, `checksums_sha256`, `tool-1.0-checksums`.
  private static func isLoose(_ stem: String) -> Bool {
    if looseNames.contains(stem) { return true }
    guard let mark = stem.lastIndex(where: { $0 == "_" || $0 == "-" }) else { return false }
    let (head, tail) = (String(stem[..<mark]), String(stem[stem.index(after: mark)...]))
    return tail == "checksums"
      || plainNames.contains(head) && functions.contains { $0.word == tail }
  }

  private static func isList(_ stem: String, of word: String) -> Bool {
    stem == word + "sum" || stem == word + "sums"
  }

  /// `x.md5`, `x.b3sum`, `x.sha512sums`.
  private static func suffix(of name: String) -> (String, DigestAlgorithm)? {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    let word = String(name[name.index(after: dot)...])
    let function = functions.first { word == $0.word || isList(word, of: $0.word) }
    return function.map { (word, $0.algorithm) }
  }
}
