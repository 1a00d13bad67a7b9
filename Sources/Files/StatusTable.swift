// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What was once found out about files, under the status that each had then.
///
/// A record is found by device and inode, and only as long as size and both times are the same to
/// the nanosecond. The text form is a header line, the records one after another, and a checksum: a
/// file that was cut off, or has a bit changed, is no table.
public struct StatusTable: Sendable {
  private let bytes: [UInt8]
  private let start: Int
  private let payloadSize: Int
  /// The number of records.
  public let count: Int
  private let index = StatusIndex()

  private var recordSize: Int { StatusKey.size + payloadSize }

  /// A table of what was found out just now.
  public init(_ records: StatusRecords) {
    (bytes, start, count) = (records.bytes, 0, records.count)
    payloadSize = records.payloadSize
  }

  /// Reads a table whose header is exactly this; nil when it is damaged, or another kind of table.
  public init?(parsing bytes: [UInt8], header: [UInt8], payloadSize: Int) {
    let size = bytes.count - header.count - QuickChecksum.size
    let recordSize = StatusKey.size + payloadSize
    guard size >= 0, bytes.starts(with: header), size.isMultiple(of: recordSize),
      size / recordSize < Int(UInt32.max)
    else { return nil }
    guard QuickChecksum.isRight(bytes) else { return nil }
    self.bytes = bytes
    self.payloadSize = payloadSize
    start = header.count
    count = size / recordSize
  }

  /// The record of a file with this very status; nil when nothing is known of it.
  ///
  /// Files are asked about mostly in the order in which they were recorded: a guess that is right
  /// saves the search.
  @inline(__always)
  public func find(_ status: FileStatus, guess: Int = 0) -> Int? {
    guard count > 0 else { return nil }
    if guess >= 0, guess < count, isOf(status.device, status.inode, guess) {
      return isSame(status, guess) ? guess : nil
    }
    return search(status)
  }

  private func search(_ status: FileStatus) -> Int? {
    let slots = index.slots { makeSlots() }
    let mask = slots.count - 1
    var slot = Self.slot(status.device, status.inode, slots.count)
    while slots[slot] != 0 {
      let record = Int(slots[slot]) - 1
      if isOf(status.device, status.inode, record) { return isSame(status, record) ? record : nil }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The payload of a record that `find` gave.
  @inline(__always)
  public func withPayload<Result>(of record: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    let place = place(record) + StatusKey.size
    return body(bytes.span.extracting(place..<(place + payloadSize)))
  }

  /// The text of a table with these records and, up to a number, those of this one that they do
  /// not replace; the older ones of it are left out first.
  public func text(adding records: StatusRecords, header: [UInt8], limit: Int) -> [UInt8] {
    let new = StatusTable(records)
    var replaced: Set<UInt64> = []
    replaced.reserveCapacity(count > 0 ? new.count : 0)
    if count > 0 { for record in 0..<new.count { replaced.insert(new.identity(record)) } }
    let added = (0..<new.count).suffix(limit)
    let kept = (0..<count).filter { !replaced.contains(identity($0)) }.suffix(limit - added.count)
    var text = header
    text.reserveCapacity(
      header.count + (kept.count + added.count) * recordSize + QuickChecksum.size)
    for record in kept { text += bytes[place(record)..<place(record + 1)] }
    if records.payloadSize == payloadSize {
      text += new.bytes[new.place(added.lowerBound)..<new.place(added.upperBound)]
    }
    QuickChecksum.append(to: &text)
    return text
  }

  private func place(_ record: Int) -> Int { start + record * recordSize }

  @inline(__always)
  private func isOf(_ device: UInt64, _ inode: UInt64, _ record: Int) -> Bool {
    StatusKey.isOf(device, inode, bytes, at: place(record))
  }

  @inline(__always)
  private func isSame(_ status: FileStatus, _ record: Int) -> Bool {
    StatusKey.isSame(status, bytes, at: place(record))
  }

  /// The key of a record that `find` gave.
  func key(of record: Int) -> ArraySlice<UInt8> {
    bytes[place(record)..<(place(record) + StatusKey.size)]
  }

  /// Records' numbers plus one, by a hash of device and inode; 0 is free.
  ///
  /// Later records win, should a file stand here twice.
  private func makeSlots() -> [UInt32] {
    var size = 16
    while size < count * 2 { size *= 2 }
    var slots = [UInt32](repeating: 0, count: size)
    for record in 0..<count {
      let place = place(record)
      let device = LittleEndian.word(bytes, at: place)
      let inode = LittleEndian.word(bytes, at: place + 8)
      var slot = Self.slot(device, inode, size)
      while slots[slot] != 0, !isOf(device, inode, Int(slots[slot]) - 1) {
        slot = (slot + 1) & (size - 1)
      }
      slots[slot] = UInt32(truncatingIfNeeded: record + 1)
    }
    return slots
  }

  private func identity(_ record: Int) -> UInt64 {
    let place = place(record)
    return Self.mix(
      LittleEndian.word(bytes, at: place), LittleEndian.word(bytes, at: place + 8))
  }

  /// Two files whose numbers mix to the same lose a record, and are read once more.
  private static func mix(_ device: UInt64, _ inode: UInt64) -> UInt64 {
    (inode ^ (device &* 0x9e37_79b9_7f4a_7c15)) &* 0xd6e8_feb8_6659_fd93
  }

  /// The slot in a table of that size, which is a power of two.
  private static func slot(_ device: UInt64, _ inode: UInt64, _ size: Int) -> Int {
    Int(truncatingIfNeeded: mix(device, inode) >> UInt64(64 - size.trailingZeroBitCount))
  }
}

/// The slots of a table, made when they are needed first.
private final class StatusIndex: Sendable {
  private let made = Mutex<[UInt32]?>(nil)

  func slots(_ make: () -> [UInt32]) -> [UInt32] {
    made.withLock { made in
      if let made { return made }
      let slots = make()
      made = slots
      return slots
    }
  }
}
