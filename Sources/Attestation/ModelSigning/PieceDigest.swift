// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// The digest over the digests of a file's pieces of one size.
struct PieceDigest: ByteDigest {
  private let size: Int64
  private var left: Int64
  private var piece = StreamHasher(.sha256)
  private var pieces: [UInt8] = []

  init(size: Int64) {
    self.size = size
    left = size
  }

  mutating func update(_ bytes: borrowing Span<UInt8>) {
    var start = 0
    while start < bytes.count {
      let count = Int(min(left, Int64(bytes.count - start)))
      piece.update(bytes.extracting(start..<(start + count)))
      start += count
      left -= Int64(count)
      if left == 0 { close() }
    }
  }

  private mutating func close() {
    pieces += piece.finalize().bytes
    piece = StreamHasher(.sha256)
    left = size
  }

  func finalize() -> Digest {
    .of(left == size ? pieces : pieces + piece.finalize().bytes)
  }
}
