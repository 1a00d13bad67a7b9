// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files

/// What a format computes of a file's bytes.
public enum ContentDigest: Sendable, Hashable {
  /// A hash function over the bytes as they are.
  case plain(DigestAlgorithm)
  /// SHA-1 as git names a blob: over `blob`, the size and NUL, then the bytes.
  case gitBlob
  /// MD5 as DVC before version 3 computed it; see ``DOS2UnixMD5``.
  case dos2unix(DOS2UnixMD5.Decision)
  /// SHA-256 over the SHA-256 of each part, as object stores make it of multipart uploads.
  case parts(PartLayout)

  /// Whether nobody can make two different contents with the same digest.
  public var isCollisionResistant: Bool {
    switch self {
    case .plain(let algorithm): algorithm.isCollisionResistant
    case .dos2unix, .gitBlob: false
    case .parts: true
    }
  }

  /// What the digest cache calls it; nil for what is asked of one file only, and not kept.
  var name: String? {
    switch self {
    case .plain(let algorithm): algorithm.rawValue
    case .gitBlob: "git-blob"
    case .dos2unix(.once): "md5-dos2unix"
    case .dos2unix(.everyChunk): "md5-dos2unix-chunks"
    case .parts: nil
    }
  }

  /// Starts a digest of a file that has so many bytes.
  func start(size: Int64) -> any ByteDigest {
    switch self {
    case .plain(let algorithm): StreamHasher(algorithm)
    case .gitBlob: Self.gitBlob(size)
    case .dos2unix(let decision): DOS2UnixMD5(decision)
    case .parts(let layout): CompositeSHA256(layout)
    }
  }

  private static func gitBlob(_ size: Int64) -> StreamHasher {
    var hasher = StreamHasher(.sha1)
    hasher.update(Array("blob \(size)\0".utf8))
    return hasher
  }
}
