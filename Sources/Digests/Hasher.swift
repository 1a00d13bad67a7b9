// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A running digest of one algorithm over bytes that arrive in pieces.
public struct StreamHasher: Sendable {
  private enum State: Sendable {
    case sha256(SHA256)
    case sha384(SHA384)
    case sha512(SHA512)
    case sha1(Insecure.SHA1)
    case md5(Insecure.MD5)
  }

  /// The hash function.
  public let algorithm: DigestAlgorithm
  private var state: State

  /// Starts a digest of nothing.
  public init(_ algorithm: DigestAlgorithm = .sha256) {
    self.algorithm = algorithm
    state =
      switch algorithm {
      case .sha256: .sha256(SHA256())
      case .sha384: .sha384(SHA384())
      case .sha512: .sha512(SHA512())
      case .sha1: .sha1(Insecure.SHA1())
      case .md5: .md5(Insecure.MD5())
      }
  }

  /// Adds bytes at the end.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
  }

  /// Adds bytes at the end.
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
  }

  /// Adds the bytes of a buffer at the end.
  public mutating func update(bufferPointer: UnsafeRawBufferPointer) {
    switch state {
    case .sha256(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha256(hash)
    case .sha384(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha384(hash)
    case .sha512(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha512(hash)
    case .sha1(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha1(hash)
    case .md5(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .md5(hash)
    }
  }

  /// The digest of all bytes so far; more may follow.
  public func finalize() -> Digest {
    switch state {
    case .sha256(let hash): Digest(.sha256, unchecked: Array(hash.finalize()))
    case .sha384(let hash): Digest(.sha384, unchecked: Array(hash.finalize()))
    case .sha512(let hash): Digest(.sha512, unchecked: Array(hash.finalize()))
    case .sha1(let hash): Digest(.sha1, unchecked: Array(hash.finalize()))
    case .md5(let hash): Digest(.md5, unchecked: Array(hash.finalize()))
    }
  }
}

extension Digest {
  /// The digest of bytes that are all here.
  public static func of(_ bytes: [UInt8], _ algorithm: DigestAlgorithm = .sha256) -> Digest {
    var hasher = StreamHasher(algorithm)
    hasher.update(bytes)
    return hasher.finalize()
  }
}
