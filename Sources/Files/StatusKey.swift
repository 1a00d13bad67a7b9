// SPDX-License-Identifier: Apache-2.0

/// A file's status in a file: device, inode, size and both times, as little-endian numbers of eight
/// bytes.
enum StatusKey {
  static let size = 40

  static func append(_ status: FileStatus, to bytes: inout [UInt8]) {
    for word in [
      status.device, status.inode, UInt64(bitPattern: status.size),
      UInt64(bitPattern: status.modified), UInt64(bitPattern: status.changed),
    ] { LittleEndian.append(word, to: &bytes) }
  }

  /// Whether it is that of this very file.
  @inline(__always)
  static func isOf(_ device: UInt64, _ inode: UInt64, _ bytes: [UInt8], at place: Int) -> Bool {
    LittleEndian.word(bytes, at: place) == device
      && LittleEndian.word(bytes, at: place + 8) == inode
  }

  /// Whether a file that it is of has not been touched since.
  @inline(__always)
  static func isSame(_ status: FileStatus, _ bytes: [UInt8], at place: Int) -> Bool {
    LittleEndian.word(bytes, at: place + 16) == UInt64(bitPattern: status.size)
      && LittleEndian.word(bytes, at: place + 24) == UInt64(bitPattern: status.modified)
      && LittleEndian.word(bytes, at: place + 32) == UInt64(bitPattern: status.changed)
  }

  /// Both.
  @inline(__always)
  static func matches(_ status: FileStatus, _ bytes: [UInt8], at place: Int) -> Bool {
    isOf(status.device, status.inode, bytes, at: place) && isSame(status, bytes, at: place)
  }
}

/// Numbers in files.
enum LittleEndian {
  /// Eight bytes as a number; 0 where there are fewer.
  @inline(__always)
  static func word(_ bytes: [UInt8], at place: Int) -> UInt64 {
    guard place >= 0, place + 8 <= bytes.count else { return 0 }
    return unsafe bytes.withUnsafeBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
  }

  static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: word.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }
}

/// What is written behind the content of our own files, to notice accidents at the speed of memory;
/// who may write such a file may also write any content.
enum QuickChecksum {
  static let size = 8

  static func append(to text: inout [UInt8]) {
    LittleEndian.append(of(text, upTo: text.count), to: &text)
  }

  /// Whether the last bytes are the checksum of those before.
  static func isRight(_ text: [UInt8]) -> Bool {
    let end = text.count - size
    return end >= 0 && of(text, upTo: end) == LittleEndian.word(text, at: end)
  }

  private static func of(_ bytes: [UInt8], upTo end: Int) -> UInt64 {
    var sums: (UInt64, UInt64) = (UInt64(end), 0x9e37_79b9_7f4a_7c15)
    unsafe bytes.withUnsafeBytes { buffer in
      var place = 0
      while place + 16 <= end {
        sums.0 = unsafe step(sums.0, buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        sums.1 = unsafe step(
          sums.1, buffer.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self))
        place += 16
      }
      while place < end {
        sums.0 = unsafe step(sums.0, UInt64(buffer[place]))
        place += 1
      }
    }
    return step(sums.0, sums.1)
  }

  @inline(__always)
  private static func step(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = (sum ^ UInt64(littleEndian: word)) &* 0x9fb2_1c65_1e98_df25
    return mixed ^ (mixed >> 29)
  }
}
