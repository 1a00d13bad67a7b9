// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes in one block of memory that nobody changes any more.
///
/// Read, not mapped: a mapped file that somebody shortens would kill the process. Reads at an offset
/// are unchecked; who stores an offset has proved it before.
@safe final class RawBytes: @unchecked Sendable {
  let base: UnsafeRawPointer
  let count: Int
  private let block: UnsafeMutableRawPointer

  /// Takes over a block of memory from `malloc`.
  init(adopting block: UnsafeMutableRawPointer, count: Int) {
    unsafe self.block = block
    unsafe base = UnsafeRawPointer(block)
    self.count = count
  }

  /// Copies an array.
  convenience init(_ bytes: [UInt8]) {
    let block = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe block.copyMemory(from: start, byteCount: source.count)
      }
    }
    unsafe self.init(adopting: block, count: bytes.count)
  }

  /// Reads a file that has `size` bytes; one that changes its size meanwhile is an error.
  convenience init(_ file: FileDescriptor, size: Int) throws(Errno) {
    let block = unsafe Self.allocate(size)
    var filled = 0
    while filled < size {
      let got = unsafe read(file.rawValue, block + filled, size - filled)
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else {
        let reason = got == 0 ? Errno.ioError : Errno(rawValue: errno)
        unsafe block.deallocate()
        throw reason
      }
      filled += got
    }
    unsafe self.init(adopting: block, count: size)
  }

  deinit { unsafe block.deallocate() }

  /// Memory for a file, in pages of 2 MiB where those are to be had: thousands of page faults take
  /// longer than the reading.
  ///
  /// The last page is had whole as well, or its end would be small ones.
  private static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    let largePage = 1 << 21
    guard size >= largePage else {
      return UnsafeMutableRawPointer.allocate(byteCount: max(size, 1), alignment: 16)
    }
    // No file that is read here comes near to what would overflow (`GitIndex.maximumSize`).
    let whole = (size + largePage - 1) & ~(largePage - 1)
    let block = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: largePage)
    #if os(Linux)
      // Only advice: without such pages there are small ones.
      _ = unsafe madvise(block, whole, MADV_HUGEPAGE)
    #endif
    return unsafe block
  }

  /// The byte at an offset.
  @inline(__always) func byte(_ offset: Int) -> UInt8 {
    unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// The 16-bit number in network byte order at an offset.
  @inline(__always) func big16(_ offset: Int) -> UInt16 {
    unsafe UInt16(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// The 32-bit number in network byte order at an offset.
  @inline(__always) func big32(_ offset: Int) -> UInt32 {
    unsafe UInt32(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// A part, copied.
  func array(_ range: Range<Int>) -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// A part, in place, for the duration of the closure.
  @inline(__always)
  func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result
  {
    unsafe body(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// The offset of the first NUL in a range.
  func firstNul(in range: Range<Int>) -> Int? {
    guard let hit = unsafe memchr(base + range.lowerBound, 0, range.count) else { return nil }
    return unsafe UnsafeRawPointer(hit) - base
  }
}

/// Bytes that grow at the end and then become `RawBytes`.
@safe struct RawBytesBuilder: ~Copyable {
  private var block: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 4096)
    unsafe block = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { unsafe block.deallocate() }

  /// Makes room for more bytes, doubling the block when it is full.
  mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    let larger = max(capacity * 2, count + more)
    let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    unsafe moved.copyMemory(from: block, byteCount: count)
    unsafe block.deallocate()
    unsafe block = moved
    capacity = larger
  }

  /// Appends bytes that stand in a block already.
  mutating func append(_ source: UnsafeRawPointer, _ length: Int) {
    reserve(length)
    unsafe (block + count).copyMemory(from: source, byteCount: length)
    count += length
  }

  /// Appends three pieces, making room once.
  @inline(__always)
  mutating func appendAll(
    _ first: UnsafeRawPointer, _ firstLength: Int, _ second: UnsafeRawPointer,
    _ secondLength: Int, _ third: UnsafeRawPointer, _ thirdLength: Int
  ) {
    reserve(firstLength + secondLength + thirdLength)
    let end = unsafe block + count
    unsafe end.copyMemory(from: first, byteCount: firstLength)
    unsafe (end + firstLength).copyMemory(from: second, byteCount: secondLength)
    unsafe (end + firstLength + secondLength).copyMemory(from: third, byteCount: thirdLength)
    count += firstLength + secondLength + thirdLength
  }

  /// Appends bytes that stand earlier in this block.
  mutating func appendOwn(from offset: Int, _ length: Int) {
    reserve(length)
    unsafe (block + count).copyMemory(from: block + offset, byteCount: length)
    count += length
  }

  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe block.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  mutating func removeAll() { count = 0 }

  /// The start of the block, until the next change.
  var base: UnsafeRawPointer { unsafe UnsafeRawPointer(block) }

  /// Gives the block away.
  consuming func finish() -> RawBytes {
    let bytes = unsafe RawBytes(adopting: block, count: count)
    discard self
    return bytes
  }
}
