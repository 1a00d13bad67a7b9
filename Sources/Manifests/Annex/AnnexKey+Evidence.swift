// SPDX-License-Identifier: Apache-2.0

public import Digests

extension AnnexKey {
  /// What a key proves of the content that it names.
  public enum Evidence: Sendable, Hashable {
    /// It holds a digest of the content.
    case digest(Digest)
    /// It is no digest: whatever is stored under it has the right name.
    case none(reason: String)
    /// It holds a digest that is not computed here.
    case unsupported(reason: String)
  }

  /// What the key proves; a malformed digest proves nothing.
  public var evidence: Evidence {
    if chunk != nil {
      return .none(reason: "a key of one chunk on a remote names no file")
    }
    switch backend {
    case "WORM": return .none(reason: "a WORM key is made of name, size and time")
    case "URL", "VURL": return .none(reason: "a \(backend) key is made of an address")
    case "GIT": return .none(reason: "a GIT key names a git object, not the content itself")
    default: break
    }
    // `SHA256E` is `SHA256` with the file's extension at the end of the name.
    if let algorithm = Self.algorithms[backend] { return Self.evidence(algorithm, name[...]) }
    if backend.hasSuffix("E"), let algorithm = Self.algorithms[String(backend.dropLast())] {
      return Self.evidence(algorithm, name.prefix { $0 != UInt8(ascii: ".") })
    }
    return .unsupported(reason: "digests of git-annex' backend \(backend) are not computed")
  }

  /// The digest of the content; nil when the key has none that can be computed.
  public var digest: Digest? {
    if case .digest(let digest) = evidence { digest } else { nil }
  }

  private static func evidence(_ algorithm: DigestAlgorithm, _ hex: ArraySlice<UInt8>) -> Evidence {
    let text = String(decoding: hex, as: UTF8.self)
    guard let digest = Digest(algorithm, hex: text), digest.hex == text else {
      return .none(
        reason: "its name is not \(algorithm.byteCount * 2) lower-case hexadecimal digits")
    }
    return .digest(digest)
  }

  private static let algorithms: [String: DigestAlgorithm] = [
    "SHA224": .sha224, "SHA256": .sha256, "SHA384": .sha384, "SHA512": .sha512,
    "SHA3_256": .sha3_256, "SHA3_384": .sha3_384, "SHA3_512": .sha3_512,
    "BLAKE2B160": .blake2b160, "BLAKE2B224": .blake2b224, "BLAKE2B256": .blake2b256,
    "BLAKE2B384": .blake2b384, "BLAKE2B512": .blake2b512, "BLAKE2BP512": .blake2bp512,
    "BLAKE2S160": .blake2s160, "BLAKE2S224": .blake2s224, "BLAKE2S256": .blake2s256,
    "BLAKE2SP224": .blake2sp224, "BLAKE2SP256": .blake2sp256, "SHA1": .sha1, "MD5": .md5,
  ]
}
