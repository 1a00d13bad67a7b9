// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// The digests of a whole file and of the segments of its payload, from one pass over the bytes.
struct SegmentDigests {
  let file: Digest
  let payload: Digest

  /// Reads a file once, from the first byte to the last.
  ///
  /// The source ranges of the payload's segments ascend and do not overlap.
  init(of reader: FileReader, payload segments: [Segment]) throws(FileError) {
    guard segments != [.source(0..<reader.size)] else {
      file = try Self.digest(of: reader)
      payload = file
      return
    }
    var whole = StreamHasher()
    var payload = StreamHasher()
    var position: Int64 = 0
    for segment in segments {
      switch segment {
      case .bytes(let bytes): payload.update(bytes)
      case .source(let range):
        try reader.read(position..<max(position, range.lowerBound)) { whole.update($0) }
        try reader.read(range) {
          whole.update($0)
          payload.update($0)
        }
        position = range.upperBound
      }
    }
    try reader.read(position..<max(position, reader.size)) { whole.update($0) }
    self.file = whole.finalize()
    self.payload = payload.finalize()
  }

  private static func digest(of reader: FileReader) throws(FileError) -> Digest {
    var whole = StreamHasher()
    try reader.read(0..<reader.size) { whole.update($0) }
    return whole.finalize()
  }
}

extension FileReader {
  /// Gives a part of the file to `body`, piece by piece.
  func read(_ range: Range<Int64>, _ body: (ArraySlice<UInt8>) throws(FileError) -> Void)
    throws(FileError)
  {
    var pieces = pieces(in: range)
    while let piece = try pieces.next() { try body(piece) }
  }
}
