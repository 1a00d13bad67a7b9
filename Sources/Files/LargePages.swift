// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory in pages of 2 MiB, where the system has them.
enum LargePages {
  private static let size = 1 << 21
  private static let smallSize = 1 << 12

  /// How much room to ask for where so many bytes are needed: of a large block the last page whole,
  /// or its end would be small ones.
  ///
  /// What is left over is for those who administer the memory.
  static func room(for count: Int) -> Int {
    guard count >= 2 * size else { return count }
    return (count + smallSize + size - 1) / size * size - smallSize
  }

  /// Asks for them where a block that nobody has touched yet is to be filled: thousands of page
  /// faults take longer than the reading.
  ///
  /// Only advice: without such pages there are small ones.
  static func advise(for block: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
      guard block.count >= 2 * size, let start = block.baseAddress else { return }
      // The block begins behind a few words of the same page.
      let before = Int(UInt(bitPattern: start) % UInt(smallSize))
      _ = unsafe madvise(start - before, before + block.count, MADV_HUGEPAGE)
    #endif
  }
}
