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

  private func records(_ all: [(status: FileStatus, payload: [UInt8])]) -> StatusRecords {
    var records = StatusRecords(payloadSize: 2)
    for (status, payload) in all { records.append(status, payload.span) }
    return records
  }

  private func adding(
    _ all: [(status: FileStatus, payload: [UInt8])],
    to table: StatusTable = StatusTable(StatusRecords(payloadSize: 2)), limit: Int = 1000
  ) -> [UInt8] { table.text(adding: records(all), header: Self.header, limit: limit) }

  private func payload(_ status: FileStatus, in table: StatusTable, guess: Int = 0) -> [UInt8]? {
    table.find(status, guess: guess).map { record in
      table.withPayload(of: record) { payload in payload.indices.map { payload[$0] } }
    }
  }

  @Test(arguments: [-1, 0, 7, 299, 300])
  func findsWhatHasTheSameStatusAndNothingElse(_ offset: Int) throws {
    let all = (0..<300).map {
      (status: status(UInt64($0 * 8192)), payload: [UInt8($0 % 256), 7])
    }
    for table in [try #require(parse(adding(all))), StatusTable(records(all))] {
      #expect(table.count == 300)
      for (index, record) in all.enumerated() {
        let guess = index + offset
        #expect(payload(record.status, in: table, guess: guess) == record.payload)
        #expect(table.find(status(record.status.inode, changed: 6), guess: guess) == nil)
      }
      #expect(table.find(status(1)) == nil)
    }
  }

  @Test func keepsOnlyWhatWasQuiet() throws {
    let old = records([(status(1, changed: 5), [1, 1]), (status(2, changed: 9), [2, 2])])
    let quiet = StatusTable(old.older(than: max(some.modified, 8) + 1))
    #expect(payload(status(1, changed: 5), in: quiet) == [1, 1])
    #expect(old.older(than: 0).count == 0)
    var other = StatusRecords(payloadSize: 3)
    other.append(status(3), [1, 2].span)
    #expect(other.count == 0)
  }

  @Test func replacesOlderRecordsAndForgetsTheOldest() throws {
    let first = [(status: status(1), payload: [1, 1] as [UInt8]), (status(2), [2, 2])]
    var known = try #require(parse(adding(first)))
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
    let all = (0..<20).map { (status: status($0), payload: [1, 2] as [UInt8]) }
    let text = adding(all)
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
