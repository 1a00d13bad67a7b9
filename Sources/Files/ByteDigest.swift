// SPDX-License-Identifier: Apache-2.0

public import Digests

/// A digest over bytes that arrive in pieces, whatever it does to them first.
public protocol ByteDigest: Sendable {
  /// Adds bytes at the end.
  mutating func update(_ bytes: borrowing Span<UInt8>)
  /// The digest of all bytes so far.
  func finalize() -> Digest
}

extension StreamHasher: ByteDigest {
  /// Adds the bytes of a span at the end.
  public mutating func update(_ bytes: borrowing Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
  }
}
