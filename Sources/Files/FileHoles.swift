// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a sparse file has no blocks: those parts are zeros, and are not read.
///
/// The zeros are digested all the same, for there is no shorter way to the digest; what is saved is
/// the disk and the copy. Whoever fills a hole meanwhile changes the file's times, and is noticed.
struct FileHoles {
  #if canImport(Darwin)
    private static let (toData, toHole) = (SEEK_DATA, SEEK_HOLE)
  #else
    // `<unistd.h>` has them for GNU sources only.
    private static let (toData, toHole): (CInt, CInt) = (3, 4)
  #endif

  /// In smaller files a question costs more than it saves.
  private static let smallestFile: Int64 = 1 << 20

  private let file: FileDescriptor
  private let size: Int64
  private var position: Int64 = 0

  /// Nil when the file is small, has no hole, or the file system does not know.
  init?(in file: FileDescriptor, size: Int64) {
    guard size >= Self.smallestFile else { return nil }
    guard let hole = Self.seek(file, 0, Self.toHole), hole < size else {
      // The question has moved the place where reading starts.
      _ = Self.seek(file, 0, SEEK_SET)
      return nil
    }
    self.file = file
    self.size = size
  }

  /// The next hole, which may be empty, and the data that follows it; nil at the end of the file.
  mutating func next() -> (hole: Range<Int64>, data: Range<Int64>)? {
    guard position < size else { return nil }
    let start = min(Self.seek(file, position, Self.toData) ?? size, size)
    let end = start < size ? min(Self.seek(file, start, Self.toHole) ?? size, size) : size
    guard start >= position, end >= start else { return nil }
    defer { position = end }
    return (position..<start, start..<end)
  }

  /// Moves the file's own position; nil where there is no such place.
  private static func seek(_ file: FileDescriptor, _ offset: Int64, _ what: CInt) -> Int64? {
    let found = lseek(file.rawValue, off_t(offset), what)
    return found < 0 ? nil : Int64(found)
  }
}
