// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files

/// Bags, RFC 8493 and the drafts from 0.93 on: `bagit.txt` or a `manifest-ALGORITHM.txt` beside it.
///
/// The bag's folder is the dataset. Every payload manifest and tag manifest in it counts whose hash
/// function is known. In version 1.0 `%0A`, `%0D` and `%25` stand for LF, CR and `%`; before, only
/// the first two did. A payload file that `fetch.txt` has yet to bring is missing until it is here.
public struct BagItFormat: ManifestFormat {
  /// The format.
  public init() {}

  /// `bagit`.
  public var name: String { "bagit" }

  /// Its own.
  public var endings: [String] { ["bagit.txt"] }

  /// `bagit.txt` alone, so that a search finds each bag once.
  public func claims(_ path: RelativePath) -> Bool { path.lastComponent.text == "bagit.txt" }

  /// Payload manifests, too.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    claims(path) || BagManifestName(path.lastComponent)?.isPayload == true
  }

  /// The bag.
  public func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest] {
    guard let folder = path.parent else {
      throw ManifestError("a bag at the root of a repository cannot be told from the code there")
    }
    let bag = try Bag(at: folder, in: surroundings)
    return [
      DatasetManifest(
        manifest: path, format: name, path: folder, coverage: .content(try bag.record()))
    ]
  }
}

/// What the name of a bag's manifest says.
struct BagManifestName {
  let isPayload: Bool
  /// Nil when it is not known.
  let algorithm: DigestAlgorithm?

  init?(_ name: RelativePath) {
    guard var text = name.text, text.hasSuffix(".txt") else { return nil }
    text.removeLast(4)
    isPayload = !text.hasPrefix("tag")
    if !isPayload { text.removeFirst(3) }
    guard text.hasPrefix("manifest-") else { return nil }
    let word = text.dropFirst("manifest-".count)
    algorithm = DigestAlgorithm.allCases.first { algorithm in
      ChecksumTag.algorithm(String(word), algorithm.byteCount * 2) == algorithm
    }
  }
}
