// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

@Suite struct StatusTableTests {
  private static let header = Array("test 1\n".utf8)
  private let some: FileStatus

  init() throws { some = try FileStatus(FilePath("/")) }

  private func status(_ inode: UInt64, changed: Int64 = 5) -> FileStatus {
    var status = some
    (status.inode, status.changed) = (inode, changed)
    return status
  }

  private func parse(_ bytes: [UInt8]) -> StatusTable? {
    StatusTable(parsing: bytes, header: Self.header, payloadSize: 2)
  }

  private func adding(
    _ records: [(status: FileStatus, payload: [UInt8])], to table: StatusTable, limit: Int = 1000
  ) -> [UInt8] { table.text(adding: records, header: Self.header, limit: limit) }

  @Test func findsWhatHasTheSameStatusAndNothingElse() throws {
    let records = (0..<300).map {
      (status: status(UInt64($0 * 8192)), payload: [UInt8($0 % 256), 7])
    }
    let table = try #require(parse(adding(records, to: StatusTable(payloadSize: 2))))
    #expect(table.count == 300)
    for record in records {
      let place = try #require(table.find(record.status))
      #expect(Array(table.payload(at: place)) == record.payload)
      #expect(table.find(status(record.status.inode, changed: 6)) == nil)
    }
    #expect(table.find(status(1)) == nil)
  }

  @Test func replacesOlderRecordsAndForgetsTheOldest() throws {
    let first = [(status: status(1), payload: [1, 1] as [UInt8]), (status(2), [2, 2])]
    var known = try #require(parse(adding(first, to: StatusTable(payloadSize: 2))))
    let second = [
      (status: status(2, changed: 9), payload: [3, 3] as [UInt8]), (status(4), [4, 4]),
    ]
    known = try #require(parse(adding(second, to: known)))
    #expect(known.count == 3)
    #expect(known.find(status(2)) == nil)
    #expect(known.find(status(2, changed: 9)) != nil)
    known = try #require(parse(adding([(status(5), [5, 5])], to: known, limit: 3)))
    #expect(known.count == 3)
    #expect(known.find(status(1)) == nil)
    #expect(known.find(status(5)) != nil)
  }

  @Test func readsNoDamagedText() throws {
    let records = (0..<20).map { (status: status($0), payload: [1, 2] as [UInt8]) }
    let text = adding(records, to: StatusTable(payloadSize: 2))
    var generator = SeededGenerator(seed: 7)
    #expect(parse(text) != nil)
    #expect(parse([]) == nil)
    #expect(StatusTable(parsing: text, header: Self.header, payloadSize: 3) == nil)
    for _ in 0..<500 {
      var damaged = text
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: damaged[Int.random(in: damaged.indices, using: &generator)] ^= 1 << 3
      case 1: damaged.removeLast(Int.random(in: 1...damaged.count, using: &generator))
      default: damaged.insert(0, at: Int.random(in: damaged.indices, using: &generator))
      }
      #expect(parse(damaged) == nil)
    }
  }
}
