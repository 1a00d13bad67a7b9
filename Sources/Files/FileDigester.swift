// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// Reads one file after another through one buffer, and digests what it reads.
struct FileDigester: ~Copyable {
  /// One core's second-level cache holds it; larger pieces were not faster.
  static let bufferSize = 256 * 1024

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
    var total: Int64 = 0
    repeat {
      let count: Int
      do {
        count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
      } catch {
        throw (error as? Errno) ?? .ioError
      }
      if count == 0 { break }
      for index in digests.indices {
        digests[index].update(buffer.span.extracting(..<count))
      }
      total += Int64(count)
      progress(count)
    } while total < expected
    return total
  }
}

extension FileStatus {
  /// Whether nothing tells that the content is another one.
  func hasSameContent(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode && size == other.size
      && modified == other.modified && changed == other.changed
  }
}
