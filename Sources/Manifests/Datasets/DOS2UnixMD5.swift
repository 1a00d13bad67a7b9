// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// MD5 of a file whose line ends were made LF first when it looked like text.
///
/// DVC before version 3 wrote this digest, in entries without a `hash` field. Files are taken in
/// chunks of 1 MiB, so a CR LF that lies across two chunks stays as it is. Version 2 looked at the
/// first chunk of a file only; version 3, reading an old entry, looks at each chunk again.
public struct DOS2UnixMD5: ByteDigest {
  /// How often it is decided whether the bytes are text.
  public enum Decision: Sendable, Hashable, CaseIterable {
    /// At the first chunk, for the whole file.
    case once
    /// At each chunk, for that chunk.
    case everyChunk
  }

  private static let chunkSize = 1 << 20
  private static let sampleSize = 512

  private let decision: Decision
  private var hasher = StreamHasher(.md5)
  private var chunk: [UInt8] = []
  private var isText: Bool?

  /// Starts a digest of nothing.
  public init(_ decision: Decision) { self.decision = decision }

  /// Adds bytes at the end.
  public mutating func update(_ bytes: borrowing Span<UInt8>) {
    for index in bytes.indices {
      chunk.append(bytes[index])
      if chunk.count == Self.chunkSize { flush() }
    }
  }

  /// The digest of all bytes so far.
  public func finalize() -> Digest {
    var copy = self
    copy.flush()
    return copy.hasher.finalize()
  }

  private mutating func flush() {
    if decision == .everyChunk || isText == nil { isText = Self.looksLikeText(chunk) }
    hasher.update(isText == true ? Self.withUnixLineEnds(chunk) : chunk)
    chunk.removeAll(keepingCapacity: true)
  }

  /// At most 30 % of the first 512 bytes are unusual in text, and none is NUL.
  private static func looksLikeText(_ chunk: [UInt8]) -> Bool {
    let sample = chunk.prefix(sampleSize)
    let unusual = sample.count { byte in
      switch byte {
      case 0x20...0x7e, 0x08, 0x09, 0x0a, 0x0c, 0x0d: false
      default: true
      }
    }
    return !sample.contains(0) && unusual * 10 <= sample.count * 3
  }

  private static func withUnixLineEnds(_ chunk: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(chunk.count)
    for byte in chunk {
      if byte == 0x0a, text.last == 0x0d { text.removeLast() }
      text.append(byte)
    }
    return text
  }
}
