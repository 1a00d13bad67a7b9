// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// SHA-256 over the SHA-256 of each part of a content: the checksum of type `COMPOSITE` that S3 keeps
/// for multipart uploads.
public struct CompositeSHA256: ByteDigest {
  private let layout: PartLayout
  private var whole = StreamHasher(.sha256)
  private var part = StreamHasher(.sha256)
  private var number = 0
  /// Bytes that the part at hand still takes.
  private var room: Int64

  /// Starts a digest of nothing.
  public init(_ layout: PartLayout) {
    self.layout = layout
    room = layout.size(of: 0)
  }

  /// Adds bytes at the end.
  public mutating func update(_ bytes: borrowing Span<UInt8>) {
    var start = 0
    while start < bytes.count {
      // A full part is closed only when more comes, so that no empty part follows the last.
      if room == 0 { close() }
      let count = Int(min(Int64(bytes.count - start), room))
      part.update(bytes.extracting(start..<start + count))
      room -= Int64(count)
      start += count
    }
  }

  /// The digest of all bytes so far.
  public func finalize() -> Digest {
    var copy = self
    copy.close()
    return copy.whole.finalize()
  }

  private mutating func close() {
    whole.update(part.finalize().bytes)
    part = StreamHasher(.sha256)
    number += 1
    room = layout.size(of: number)
  }
}
