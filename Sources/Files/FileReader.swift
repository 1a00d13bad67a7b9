// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// Reads an open file at any position; the descriptor's own position neither matters nor moves.
///
/// It borrows the descriptor: whoever opened it closes it, after the last read.
public struct FileReader: Sendable {
  /// The file, for messages.
  public let path: FilePath
  /// Bytes when it was opened; what is appended later is not read.
  public let size: Int64
  private let descriptor: FileDescriptor

  /// Reads an open file, which errors call by the given name.
  public init(_ descriptor: FileDescriptor, path: FilePath) throws(FileError) {
    self.descriptor = descriptor
    self.path = path
    size = try FileStatus(descriptor, path: path).size
  }

  /// The bytes at an offset; fewer than `count` where the file ends.
  public func read(at offset: Int64, count: Int) throws(FileError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: max(0, count))
    let length = try fill(&buffer, at: offset, count: buffer.count)
    buffer.removeLast(buffer.count - length)
    return buffer
  }

  /// Reads a part of the file piece by piece, in constant memory.
  public func pieces(in range: Range<Int64>) -> FilePieces {
    FilePieces(self, range)
  }

  fileprivate func fill(_ buffer: inout [UInt8], at offset: Int64, count: Int)
    throws(FileError) -> Int
  {
    do {
      var done = 0
      while done < count {
        let length = try unsafe buffer.withUnsafeMutableBytes { bytes in
          try unsafe descriptor.read(
            fromAbsoluteOffset: offset + Int64(done),
            into: UnsafeMutableRawBufferPointer(rebasing: bytes[done..<count]))
        }
        if length == 0 { break }
        done += length
      }
      return done
    } catch {
      throw FileError("read", path, (error as? Errno) ?? .ioError)
    }
  }
}

/// A part of a file as a run of pieces that share one buffer.
public struct FilePieces {
  private static let pieceSize = 1 << 18

  private let reader: FileReader
  private var rest: Range<Int64>
  private var buffer: [UInt8]

  fileprivate init(_ reader: FileReader, _ range: Range<Int64>) {
    self.reader = reader
    rest = range
    buffer = [UInt8](repeating: 0, count: Int(min(Int64(Self.pieceSize), Int64(range.count))))
  }

  /// The next bytes, or nil at the end of the part or, when the file has shrunk, of the file.
  ///
  /// Drop the slice before asking for the next: a slice that is kept costs a copy.
  public mutating func next() throws(FileError) -> ArraySlice<UInt8>? {
    let wanted = min(buffer.count, rest.count)
    guard wanted > 0 else { return nil }
    let length = try reader.fill(&buffer, at: rest.lowerBound, count: wanted)
    guard length > 0 else { return nil }
    rest = (rest.lowerBound + Int64(length))..<rest.upperBound
    return buffer[..<length]
  }
}
