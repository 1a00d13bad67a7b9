// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The 32 bytes of a SHA-256, where a ``Digest`` would be one more allocation for every file.
public typealias SHA256Bytes = InlineArray<32, UInt8>

extension Digest {
  /// SHA-256 of bytes that are all here.
  package static func sha256(ofBuffer bytes: UnsafeRawBufferPointer) -> SHA256Bytes {
    var hasher = SHA256()
    unsafe hasher.update(bufferPointer: bytes)
    let digest = hasher.finalize()
    var copy = SHA256Bytes(repeating: 0)
    unsafe digest.withUnsafeBytes { digest in
      for index in 0..<min(copy.count, digest.count) { copy[index] = unsafe digest[index] }
    }
    return copy
  }
}
