// SPDX-License-Identifier: Apache-2.0

/// What was once found out about files, under the status that each had then.
///
/// A record is found by device and inode, and only as long as size and both times are the same to
/// the nanosecond. The text form is a header line, the records one after another, and a checksum: a
/// file that was cut off, or has a bit changed, is no table. Numbers are little-endian.
public struct StatusTable: Sendable {
  /// Device, inode, size, and both times.
  private static let keySize = 40
  private static let checksumSize = 8

  private let bytes: [UInt8]
  private let start: Int
  private let payloadSize: Int
  /// The number of records.
  public let count: Int
  /// Positions of records plus one, by a hash of device and inode; 0 is free.
  private var slots: [UInt32]
  /// How far a hash is shifted to be the number of a slot.
  private var shift = 64

  private var recordSize: Int { Self.keySize + payloadSize }

  /// A table of nothing.
  public init(payloadSize: Int) {
    (bytes, start, count, slots) = ([], 0, 0, [])
    self.payloadSize = payloadSize
  }

  /// Reads a table whose header is exactly this; nil when it is damaged, or another kind of table.
  public init?(parsing bytes: [UInt8], header: [UInt8], payloadSize: Int) {
    let size = bytes.count - header.count - Self.checksumSize
    let recordSize = Self.keySize + payloadSize
    guard size >= 0, bytes.starts(with: header), size.isMultiple(of: recordSize),
      size / recordSize < Int(UInt32.max)
    else { return nil }
    let end = header.count + size
    guard Self.checksum(bytes, upTo: end) == Self.word(bytes, end) else { return nil }
    self.bytes = bytes
    self.payloadSize = payloadSize
    start = header.count
    count = size / recordSize
    slots = []
    index()
  }

  /// Where the payload of a file with this very status stands in `payloads`; nil when nothing is
  /// known of it.
  @inline(__always)
  public func find(_ status: FileStatus) -> Int? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = slot(status.device, status.inode)
    while true {
      let record = Int(slots[slot])
      if record == 0 { return nil }
      let place = start + (record - 1) * recordSize
      if Self.word(bytes, place) == status.device, Self.word(bytes, place + 8) == status.inode {
        let isSame =
          Self.word(bytes, place + 16) == UInt64(bitPattern: status.size)
          && Self.word(bytes, place + 24) == UInt64(bitPattern: status.modified)
          && Self.word(bytes, place + 32) == UInt64(bitPattern: status.changed)
        return isSame ? place + Self.keySize : nil
      }
      slot = (slot + 1) & mask
    }
  }

  /// The payload at a place that `find` gave.
  @inline(__always)
  public func payload(at place: Int) -> ArraySlice<UInt8> { bytes[place..<(place + payloadSize)] }

  /// The text of a table with these records and, up to a number, those of this one that they do
  /// not replace; the older ones of it are left out first.
  public func text(
    adding records: [(status: FileStatus, payload: [UInt8])], header: [UInt8], limit: Int
  ) -> [UInt8] {
    var replaced: Set<UInt64> = []
    for record in records { replaced.insert(Self.identity(record.status)) }
    let added = records.suffix(limit)
    let kept = (0..<count).filter { !replaced.contains(identity(ofRecord: $0)) }
      .suffix(limit - added.count)
    var text = header
    text.reserveCapacity(
      header.count + (kept.count + added.count) * recordSize + Self.checksumSize)
    for record in kept {
      let place = start + record * recordSize
      text += bytes[place..<(place + recordSize)]
    }
    for record in added where record.payload.count == payloadSize {
      let status = record.status
      for word in [
        status.device, status.inode, UInt64(bitPattern: status.size),
        UInt64(bitPattern: status.modified), UInt64(bitPattern: status.changed),
      ] { Self.append(word, to: &text) }
      text += record.payload
    }
    Self.append(Self.checksum(text, upTo: text.count), to: &text)
    return text
  }

  /// Later records win, should a file stand here twice.
  private mutating func index() {
    guard count > 0 else { return }
    var size = 16
    shift = 60
    while size < count * 2 {
      size *= 2
      shift -= 1
    }
    slots = [UInt32](repeating: 0, count: size)
    for record in 0..<count {
      let place = start + record * recordSize
      let (device, inode) = (Self.word(bytes, place), Self.word(bytes, place + 8))
      var slot = slot(device, inode)
      while slots[slot] != 0, !isSameFile(Int(slots[slot]) - 1, device, inode) {
        slot = (slot + 1) & (size - 1)
      }
      slots[slot] = UInt32(truncatingIfNeeded: record + 1)
    }
  }

  private func isSameFile(_ record: Int, _ device: UInt64, _ inode: UInt64) -> Bool {
    let place = start + record * recordSize
    return Self.word(bytes, place) == device && Self.word(bytes, place + 8) == inode
  }

  private func identity(ofRecord record: Int) -> UInt64 {
    let place = start + record * recordSize
    return Self.mix(Self.word(bytes, place), Self.word(bytes, place + 8))
  }

  private static func identity(_ status: FileStatus) -> UInt64 { mix(status.device, status.inode) }

  /// Two files whose numbers mix to the same lose a record, and are read once more.
  private static func mix(_ device: UInt64, _ inode: UInt64) -> UInt64 {
    (inode ^ (device &* 0x9e37_79b9_7f4a_7c15)) &* 0xd6e8_feb8_6659_fd93
  }

  @inline(__always)
  private func slot(_ device: UInt64, _ inode: UInt64) -> Int {
    Int(truncatingIfNeeded: Self.mix(device, inode) >> UInt64(shift))
  }

  @inline(__always)
  private static func word(_ bytes: [UInt8], _ place: Int) -> UInt64 {
    guard place >= 0, place + 8 <= bytes.count else { return 0 }
    return unsafe bytes.withUnsafeBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
  }

  private static func append(_ word: UInt64, to text: inout [UInt8]) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      text.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  /// Notices accidents at the speed of memory; who may write here may also write any record.
  private static func checksum(_ bytes: [UInt8], upTo end: Int) -> UInt64 {
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
