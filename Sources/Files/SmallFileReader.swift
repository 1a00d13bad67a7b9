// SPDX-License-Identifier: Apache-2.0

public import Digests
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Digests the small files of open folders, each in one reading into one buffer.
///
/// That is one look at the status and no memory of its own for a file, and, where a thread has its
/// own table of open files, a part of a call to close it: where there are many small files, the rest
/// would cost more than the hashing.
public struct SmallFileReader: ~Copyable {
  /// What a look at a file came to.
  public enum Outcome: Sendable {
    /// All its bytes, so many of them, were read at once; its status was not looked at.
    case content(size: Int, SHA256Bytes)
    /// What it was before it was read, and after, and the digest of its content; none when it is too
    /// large for the buffer.
    case file(FileStatus, SHA256Bytes?)
  }

  /// Larger files are better read in pieces, beside others.
  public static let sizeLimit = 1 << 16

  private let quietSince: Int64
  /// Whether the status is looked at before reading, too: not where files were changed last before
  /// anything was read, for their status then is the one that they have now.
  private var looksBefore = false
  private var buffer = [UInt8](repeating: 0, count: Self.sizeLimit)
  private var read = DescriptorRuns()

  /// Makes a buffer.
  ///
  /// Nothing that was changed last before a moment, in nanoseconds since the epoch,
  /// is read before that moment.
  public init(quietSince: Int64) { self.quietSince = quietSince }

  /// Opens what was listed as a regular file, and reads it whole unless it is too large.
  ///
  /// Where the bytes are all that is asked for, the status of a small file is not: it would tell
  /// nothing more of them, for they were read at once, and nothing followed. What changes afterwards
  /// does so after they were read. An empty file is looked at all the same, for a device may seem to
  /// be one.
  ///
  /// A FIFO does not block, a terminal does not become ours; a link is an error, as is a file that
  /// changes while it is read.
  public mutating func read(
    _ entry: SortedFolder.Entry, in piece: SortedWalk.Piece, onlyContent: Bool = false
  ) throws(FileError) -> Outcome {
    let opened = open(entry, in: piece)
    guard opened >= 0 else {
      throw FileError("read", piece.folder.place(of: entry), Errno(rawValue: errno))
    }
    defer { if piece.lookup.hasOwnFiles { read.add(opened) } else { _ = close(opened) } }
    do throws(Errno) {
      let file = FileDescriptor(rawValue: opened)
      if onlyContent, let content = try content(of: file) { return content }
      return try read(file)
    } catch {
      throw FileError("read", piece.folder.place(of: entry), error)
    }
  }

  /// Once more, should there be too many open files, after those that are no longer needed.
  private mutating func open(_ entry: SortedFolder.Entry, in piece: SortedWalk.Piece) -> CInt {
    let opened = Self.open(entry, in: piece)
    guard opened < 0, errno == EMFILE || errno == ENFILE, read.closeAll() else { return opened }
    return Self.open(entry, in: piece)
  }

  private static func open(_ entry: SortedFolder.Entry, in piece: SortedWalk.Piece) -> CInt {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    return unsafe piece.folder.withName(of: entry) {
      unsafe openat(piece.lookup.descriptor, $0, flags)
    }
  }

  /// Nil of an empty file, and of one that fills the buffer.
  private mutating func content(of file: FileDescriptor) throws(Errno) -> Outcome? {
    let count = try fill(from: file, upTo: nil)
    return count > 0 && count < Self.sizeLimit ? .content(size: count, digest(count)) : nil
  }

  private mutating func read(_ file: FileDescriptor) throws(Errno) -> Outcome {
    let before = looksBefore ? try FileStatus(file) : nil
    if let before, before.size > Int64(Self.sizeLimit) {
      return .file(before, nil)
    }
    // A file that says it is empty may not be: those of /proc and of some remote systems are not.
    let count = try fill(from: file, upTo: before.map { max(1, Int($0.size)) })
    let after = try FileStatus(file)
    guard after.kind == .file else { throw .invalidArgument }
    guard after.size <= Int64(Self.sizeLimit) else { return .file(after, nil) }
    let isComplete = count == Int(after.size)
    if let before {
      guard isComplete, after.hasSameContent(as: before) else {
        throw .resourceTemporarilyUnavailable
      }
    }
    looksBefore = max(after.modified, after.changed) >= quietSince
    if before == nil, looksBefore || !isComplete {
      looksBefore = true
      return try read(file)
    }
    return .file(after, digest(count))
  }

  /// Reads from the start; without a size in one call, which may give less than the file has.
  private mutating func fill(from file: FileDescriptor, upTo size: Int?) throws(Errno) -> Int {
    var total = 0
    while total < size ?? Self.sizeLimit {
      let count: Int
      do {
        count = try unsafe buffer.withUnsafeMutableBytes {
          try unsafe file.read(
            fromAbsoluteOffset: Int64(total),
            into: UnsafeMutableRawBufferPointer(rebasing: $0[total..<(size ?? Self.sizeLimit)]))
        }
      } catch {
        throw (error as? Errno) ?? .ioError
      }
      total += count
      if count == 0 || size == nil { break }
    }
    return total
  }

  private func digest(_ count: Int) -> SHA256Bytes {
    unsafe buffer.withUnsafeBytes {
      unsafe Digest.sha256(ofBuffer: UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
  }
}
