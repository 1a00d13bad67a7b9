// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A running digest of one algorithm over bytes that arrive in pieces.
public struct StreamHasher: Sendable {
  private enum State: Sendable {
    case sha224(SHA224)
    case sha256(SHA256)
    case sha384(SHA384)
    case sha512(SHA512)
    case sha3_256(SHA3_256)
    case sha3_384(SHA3_384)
    case sha3_512(SHA3_512)
    case blake2b(BLAKE2<UInt64>)
    case blake2s(BLAKE2<UInt32>)
    case blake2bp(ParallelBLAKE2<UInt64>)
    case blake2sp(ParallelBLAKE2<UInt32>)
    case blake3(BLAKE3)
    case sha1(Insecure.SHA1)
    case md5(Insecure.MD5)

    init(_ algorithm: DigestAlgorithm) {
      let length = algorithm.byteCount
      self =
        switch algorithm {
        case .sha224: .sha224(SHA224())
        case .sha256: .sha256(SHA256())
        case .sha384: .sha384(SHA384())
        case .sha512: .sha512(SHA512())
        case .sha3_256: .sha3_256(SHA3_256())
        case .sha3_384: .sha3_384(SHA3_384())
        case .sha3_512: .sha3_512(SHA3_512())
        case .blake2b160, .blake2b224, .blake2b256, .blake2b384, .blake2b512:
          .blake2b(BLAKE2(length: length))
        case .blake2s160, .blake2s224, .blake2s256: .blake2s(BLAKE2(length: length))
        case .blake2bp512: .blake2bp(ParallelBLAKE2(length: length))
        case .blake2sp224, .blake2sp256: .blake2sp(ParallelBLAKE2(length: length))
        case .blake3: .blake3(BLAKE3())
        case .sha1: .sha1(Insecure.SHA1())
        case .md5: .md5(Insecure.MD5())
        }
    }
  }

  /// The hash function.
  public let algorithm: DigestAlgorithm
  private var state: State

  /// Starts a digest of nothing.
  public init(_ algorithm: DigestAlgorithm = .sha256) {
    self.algorithm = algorithm
    state = State(algorithm)
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
    // The state is taken out while it changes: two owners would copy its buffers each time.
    let taken = state
    state = .md5(Insecure.MD5())
    switch consume taken {
    case .sha224(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha224(hash)
    case .sha256(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha256(hash)
    case .sha384(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha384(hash)
    case .sha512(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha512(hash)
    case .sha3_256(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha3_256(hash)
    case .sha3_384(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha3_384(hash)
    case .sha3_512(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .sha3_512(hash)
    case .blake2b(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .blake2b(hash)
    case .blake2s(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .blake2s(hash)
    case .blake2bp(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .blake2bp(hash)
    case .blake2sp(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .blake2sp(hash)
    case .blake3(var hash):
      unsafe hash.update(bufferPointer: bufferPointer)
      state = .blake3(hash)
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
    let bytes =
      switch state {
      case .sha224(let hash): hash.finalize()
      case .sha256(let hash): Array(hash.finalize())
      case .sha384(let hash): Array(hash.finalize())
      case .sha512(let hash): Array(hash.finalize())
      case .sha3_256(let hash): Array(hash.finalize())
      case .sha3_384(let hash): Array(hash.finalize())
      case .sha3_512(let hash): Array(hash.finalize())
      case .blake2b(let hash): hash.finalize()
      case .blake2s(let hash): hash.finalize()
      case .blake2bp(let hash): hash.finalize()
      case .blake2sp(let hash): hash.finalize()
      case .blake3(let hash): hash.finalize()
      case .sha1(let hash): Array(hash.finalize())
      case .md5(let hash): Array(hash.finalize())
      }
    return Digest(algorithm, unchecked: bytes)
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
