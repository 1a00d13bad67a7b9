// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing
import Worktree

/// What was found out about an index holds for that very file.
@Suite struct KnownIndexTests {
  private static let tick: Int64 = 20_000_000
  private static let emptyBlob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"

  let fixture: WorktreeFixture
  private var file: FilePath { fixture.root.appending(".git/modelgate/seen/indexes") }

  /// An index of more than 1 MiB, of files that are not there.
  init() async throws {
    fixture = try await WorktreeFixture()
    let lines = (0..<14_000).map { "100644 \(Self.emptyBlob)\tfolder\($0 % 50)/file \($0)\n" }
    try await fixture.git(["update-index", "--index-info"], input: Array(lines.joined().utf8))
    try await Task.sleep(for: .milliseconds(60))
  }

  private func scan() throws -> WorktreeReport {
    let known = try #require(KnownIndexes(file, quietFor: Self.tick))
    let index = try GitIndex(
      readingFrom: fixture.indexPath, verifyChecksum: false, known: known)
    var options = ScanOptions()
    options.knownIndexes = known
    return try WorktreeScan.run(root: fixture.root, index: index, options: options)
  }

  private func tree() async throws -> String {
    String(decoding: try await fixture.git("write-tree", "--missing-ok").prefix(40), as: UTF8.self)
  }

  @Test func theTreeIsThatOfTheIndexAsItIsNow() async throws {
    let first = try await tree()
    // `write-tree` writes the index too.
    try await Task.sleep(for: .milliseconds(60))
    for _ in 0..<2 { #expect(try scan().indexTree?.description == first) }
    #expect((try? FileStatus(file)) != nil)
    try await fixture.git("rm", "--quiet", "--cached", "folder7/file 7")
    let second = try await tree()
    #expect(first != second)
    #expect(try scan().indexTree?.description == second)
  }

  @Test func twinsAreFoundEveryTime() async throws {
    try await fixture.git(
      "update-index", "--add", "--cacheinfo", "100644,\(Self.emptyBlob),Folder7/x")
    try await Task.sleep(for: .milliseconds(60))
    for _ in 0..<3 { #expect(try scan().twins.count == 1) }
  }

  /// A bit that is changed in place, with the time put back.
  @Test func corruptionIsNoticedAfterTheIndexWasFoundToBeRight() async throws {
    for _ in 0..<2 { _ = try scan() }
    try await fixture.repository.shell.script(
      """
      touch -r .git/index ../time
      printf '\\377' | dd of=.git/index bs=1 seek=60 conv=notrunc status=none
      touch -r ../time .git/index
      """)
    #expect(throws: WorktreeError.self) { try scan() }
    #expect(throws: WorktreeError.self) { try scan() }
  }

  /// Written and looked at within one tick of the clock, again and again.
  @Test func anIndexThatWasWrittenJustNowIsNotBelieved() async throws {
    for number in 0..<20 {
      try await fixture.git("rm", "--quiet", "--cached", "folder\(number)/file \(number)")
      let found = try scan().indexTree?.description
      #expect(found == (try await tree()))
    }
  }
}
