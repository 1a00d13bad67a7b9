// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage
import TestSupport
import Testing

/// Digests are believed only for files that nobody can have changed.
@Suite struct DigestCacheTests {
  let worktree: Worktree
  let cache: DigestCache
  private var folder: FilePath { worktree.path.appending(".git/modelgate/digests") }

  init() throws {
    worktree = try Worktree()
    cache = DigestCache(commonDirectory: worktree.path.appending(".git"))
    for name in ["a.csv", "b.csv", "sub/c.csv"] {
      try worktree.write("data/\(name)", "\(name)\n")
    }
    try worktree.track("data")
  }

  private func check() throws -> DatasetCheck { try check(using: cache) }

  private func check(using cache: DigestCache?) throws -> DatasetCheck {
    let found = try ManifestSearch.read(relative("data.sha256"), in: worktree.root())
    let dataset = try #require(found.first?.dataset)
    return DatasetVerifier(cache: cache).check(dataset, in: try worktree.root())
  }

  /// Makes the cache believe that the files were changed long before they are read.
  private func age() async throws {
    // Times of attributes cannot be set: what was made now is new for two seconds.
    try await worktree.shell("sleep", "2.1")
  }

  @Test func believesOnlyWhatLiesUnchangedForSeconds() async throws {
    #expect(try check().verdict == .passed)
    #expect(try Folder.names(in: folder).map { String(decoding: $0, as: UTF8.self) } == [])
    try await age()
    #expect(try check().verdict == .passed)
    #expect(try Folder.names(in: folder).count == 2)
    try await changesAreSeen()
    try damageIsIgnored()
  }

  /// A change that leaves the size, and sets the time of content back, is seen.
  private func changesAreSeen() async throws {
    let before = try FileStatus(worktree.path.appending("data/b.csv"))
    let file = try FileDescriptor.open(worktree.path.appending("data/b.csv"), .readWrite)
    try file.writeAll("B".utf8)
    try file.close()
    try await worktree.shell("touch", "-d", "@\(before.modified / 1_000_000_000)", "data/b.csv")
    #expect(try check().summary == ["changed b.csv"])
    try worktree.write("data/b.csv", "b.csv\n")
    try worktree.write("data/sub/d.csv", "")
    #expect(try check().summary == ["extra sub/d.csv"])
    try worktree.remove("data/sub/d.csv")
    try worktree.remove("data/a.csv")
    #expect(try check().summary == ["missing a.csv"])
    try worktree.write("data/a.csv", "a.csv\n")
    #expect(try check().verdict == .passed)
  }

  /// A cache that says something else is believed where it is whole, and ignored where it is not.
  private func damageIsIgnored() throws {
    let file = folder.appending("sha256")
    let whole = try SmallFile.read(file, limit: 1 << 20)
    for damage in [[], Array(whole.dropLast()), whole + [0], flipped(whole, at: whole.count / 2)] {
      try AtomicFile.write(damage, to: file)
      #expect(try check().verdict == .passed)
      #expect(try check(using: nil).verdict == .passed)
    }
    try Folder.remove(folder)
    #expect(try check().verdict == .passed)
  }

  private func flipped(_ bytes: [UInt8], at place: Int) -> [UInt8] {
    var bytes = bytes
    bytes[place] ^= 1
    return bytes
  }
}
