// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// Reads one file after another through one buffer, and digests what it reads.
struct FileDigester: ~Copyable {
  /// One core's second-level cache holds it; larger pieces were not faster.
  static let bufferSize = 256 * 1024
  private static let zeros = [UInt8](repeating: 0, count: bufferSize)

  private var cursor: DirectoryCursor
  private let makers: [@Sendable (Int64) -> any ByteDigest]
  private var buffer = [UInt8](repeating: 0, count: Self.bufferSize)

  init(
    _ root: FileDescriptor, _ path: FilePath, _ makers: [@Sendable (Int64) -> any ByteDigest]
  ) {
    cursor = DirectoryCursor(root, path)
    self.makers = makers
  }

  /// Digests one file, which afterwards must be what its entry says it was before.
  ///
  /// `progress` is called with the size of each piece.
  mutating func digest(_ entry: DirectoryTree.Entry, progress: (Int) -> Void)
    -> Result<FileDigests, FileError>
  {
    do throws(FileError) {
      let file = try cursor.open(entry.path)
      defer { try? file.close() }
      return .success(try digest(file, entry, progress))
    } catch {
      return .failure(error)
    }
  }

  private mutating func digest(
    _ file: FileDescriptor, _ entry: DirectoryTree.Entry, _ progress: (Int) -> Void
  ) throws(FileError) -> FileDigests {
    var digests = makers.map { $0(entry.status.size) }
    let size: Int64
    let after: FileStatus
    do throws(Errno) {
      size = try read(file, expected: entry.status.size, into: &digests, progress)
      after = try FileStatus(file)
    } catch {
      throw FileError("read", cursor.place(entry.path), error)
    }
    guard after.kind == .file else { throw .notRegular(cursor.place(entry.path), after) }
    guard size == after.size, after.hasSameContent(as: entry.status) else {
      throw FileError(
        "read", cursor.place(entry.path), .resourceTemporarilyUnavailable,
        detail: "it changed while it was read")
    }
    return FileDigests(digests: digests.map { $0.finalize() }, status: after)
  }

  /// Reads to the expected size; what was appended since shows in the status, without a last read.
  private mutating func read(
    _ file: FileDescriptor, expected: Int64, into digests: inout [any ByteDigest],
    _ progress: (Int) -> Void
  ) throws(Errno) -> Int64 {
    if let holes = FileHoles(in: file, size: expected) {
      return try readData(of: file, around: holes, into: &digests, progress)
    }
    var total: Int64 = 0
    repeat {
      let count: Int
      do {
        count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
      } catch {
        throw (error as? Errno) ?? .ioError
      }
      if count == 0 { break }
      digests.update(buffer.span.extracting(..<count))
      total += Int64(count)
      progress(count)
    } while total < expected
    return total
  }

  /// Reads what has blocks, and digests zeros for what has none; gives where reading ended.
  private mutating func readData(
    of file: FileDescriptor, around holes: FileHoles, into digests: inout [any ByteDigest],
    _ progress: (Int) -> Void
  ) throws(Errno) -> Int64 {
    var holes = holes
    var total: Int64 = 0
    while let (hole, data) = holes.next() {
      for start in stride(from: hole.lowerBound, to: hole.upperBound, by: Self.bufferSize) {
        let count = Int(min(Int64(Self.bufferSize), hole.upperBound - start))
        digests.update(Self.zeros.span.extracting(..<count))
        progress(count)
      }
      total = hole.upperBound
      while total < data.upperBound {
        let count = try readPiece(of: file, at: total, upTo: data.upperBound)
        if count == 0 { return total }
        digests.update(buffer.span.extracting(..<count))
        total += Int64(count)
        progress(count)
      }
    }
    return total
  }

  private mutating func readPiece(of file: FileDescriptor, at offset: Int64, upTo end: Int64)
    throws(Errno) -> Int
  {
    let wanted = Int(min(Int64(Self.bufferSize), end - offset))
    do {
      return try unsafe buffer.withUnsafeMutableBytes { bytes in
        try unsafe file.read(
          fromAbsoluteOffset: offset,
          into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<wanted]))
      }
    } catch {
      throw (error as? Errno) ?? .ioError
    }
  }
}

extension [any ByteDigest] {
  fileprivate mutating func update(_ piece: borrowing Span<UInt8>) {
    for index in indices { self[index].update(piece) }
  }
}

extension FileStatus {
  /// Whether nothing tells that the content is another one.
  package func hasSameContent(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode && size == other.size
      && modified == other.modified && changed == other.changed
  }
}
