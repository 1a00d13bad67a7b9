// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import TestSupport
import Testing

@testable import Worktree

/// The index as git writes it, in every version and with every extension.
@Suite struct GitIndexTests {
  /// Paths that compress, sort and quote in all ways.
  private static let paths = [
    "a", "a-b", "a.b", "a/b", "a/b.c/d", "a0", "dir/with space/x", "dir/with\nnewline",
    "dir/wíth", "dir2/deep/er/and/deeper/file", "zz", String(repeating: "long/", count: 900) + "x",
  ]

  private func fixture(version: Int) async throws -> WorktreeFixture {
    let fixture = try await WorktreeFixture()
    let blobs = try await fixture.git(["hash-object", "-w", "--stdin"], input: Array("x\n".utf8))
    let blob = String(decoding: blobs.prefix(40), as: UTF8.self)
    let lines = Self.paths.enumerated().map { number, path in
      "\(["100644", "100755", "120000"][number % 3]) \(blob)\t\(path)\0"
    }
    try await fixture.git(
      ["update-index", "-z", "--add", "--index-info"], input: Array(lines.joined().utf8))
    try await fixture.git("update-index", "--index-version", "\(version)")
    return fixture
  }

  @Test(arguments: [2, 3, 4]) func readsWhatGitLists(version: Int) async throws {
    let fixture = try await fixture(version: version)
    if version > 2 {
      try await fixture.git("update-index", "--skip-worktree", "a-b")
      try await fixture.git("update-index", "--assume-unchanged", "zz")
    }
    let index = try fixture.index()
    #expect(index.version == version)
    let listed = try await fixture.git("ls-files", "--stage", "-z").split(separator: 0)
    #expect(
      listed.map(Array.init)
        == (0..<index.count).map { number in
          let entry = index[number]
          let mode = String(entry.mode.rawValue, radix: 8)
          return Array("\(mode) \(entry.id) \(entry.stage)\t".utf8) + entry.path.bytes
        })
    if version > 2 {
      #expect(index.skipWorktree.map { index[$0].path.description } == ["a-b"])
      #expect(index.assumeUnchanged.map { index[$0].path.description } == ["zz"])
      #expect(index[index.skipWorktree[0]].flags == .skipWorktree)
    }
  }

  @Test(arguments: [2, 4]) func computesTheTreeThatGitWrites(version: Int) async throws {
    let fixture = try await fixture(version: version)
    let index = try fixture.index()
    let written = try await fixture.git("write-tree")
    #expect(index.treeID()?.description == String(decoding: written.prefix(40), as: UTF8.self))
    let tree = try #require(index.tree())
    for folder in ["a", "a/b.c", "dir2/deep"] {
      let id = try await fixture.git("write-tree", "--prefix=\(folder)/").prefix(40)
      #expect(tree.id(ofFolder: try path(folder))?.description.utf8.elementsEqual(id) == true)
    }
  }

  @Test func leavesOutOfTheTreeWhatWasOnlyIntendedToBeAdded() async throws {
    let fixture = try await WorktreeFixture.committed()
    try fixture.write("x", to: "new/only/this")
    try await fixture.git("add", "--intent-to-add", "new")
    let index = try fixture.index()
    let written = try await fixture.git("write-tree")
    #expect(index.treeID()?.description == String(decoding: written.prefix(40), as: UTF8.self))
    #expect(index.tree()?.id(ofFolder: try path("new")) == nil)
    #expect(index.intentToAdd.map { index[$0].path.description } == ["new/only/this"])
  }

  @Test func anEmptyIndexIsTheEmptyTree() async throws {
    let fixture = try await WorktreeFixture()
    let index = try fixture.index()
    #expect(index.count == 0)
    #expect(index.treeID()?.description == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
  }

  @Test func aConflictHasNoTree() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.git("checkout", "--quiet", "-b", "other")
    try fixture.write("theirs\n", to: "a")
    try await fixture.git("commit", "--quiet", "--all", "--message", "theirs")
    try await fixture.git("checkout", "--quiet", "main")
    try fixture.write("ours\n", to: "a")
    try await fixture.git("commit", "--quiet", "--all", "--message", "ours")
    _ = try await fixture.repository.shell.run("git", ["merge", "other"])
    let index = try fixture.index()
    #expect(index.unmerged.map { index[$0].stage } == [1, 2, 3])
    #expect(index.treeID() == nil)
    #expect(try fixture.deviations() == ["unmerged a"])
    #expect(try fixture.scan().twins.isEmpty)
  }

  @Test func refusesASplitIndexAndSaysHowToJoinIt() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.git("update-index", "--split-index")
    let error = try #require(throws: WorktreeError.self) { try fixture.index() }
    guard case .splitIndex = error else { throw error }
    try await fixture.repository.shell.script(error.hints[0])
    #expect(try fixture.index().count == 3)
  }

  @Test func refusesASparseIndexAndSaysHowToExpandIt() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.git("sparse-checkout", "init", "--cone", "--sparse-index")
    let error = try #require(throws: WorktreeError.self) { try fixture.index() }
    guard case .sparseIndex = error else { throw error }
    try await fixture.repository.shell.script(error.hints[0])
    let report = try fixture.scan()
    #expect(report.deviations.isEmpty)
    let index = try fixture.index()
    #expect(report.sparse.map { index[$0].path.description } == ["dir/b", "dir/sub/c"])
  }

  @Test func skipsOptionalExtensionsAndRefusesOthersByName() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.git("update-index", "--untracked-cache")
    try await fixture.git("status")
    let bytes = try SmallFile.read(fixture.indexPath, limit: 1 << 20)
    #expect(try GitIndex(bytes: bytes).count == 3)
    func extended(_ name: String) -> [UInt8] {
      let size: [UInt8] = [0, 0, 0, 1, 9]
      let zeros = [UInt8](repeating: 0, count: 20)
      return Array(bytes.dropLast(20)) + Array(name.utf8) + size + zeros
    }
    #expect(try GitIndex(bytes: extended("ABCD")).count == 3)
    let error = try #require(throws: WorktreeError.self) {
      try GitIndex(bytes: extended("abcd"))
    }
    #expect(error.message.hasSuffix("unknown extension 'abcd'"))
  }

  @Test func comparesTheChecksumUnlessItIsAllZeros() async throws {
    let fixture = try await WorktreeFixture.committed()
    var bytes = try SmallFile.read(fixture.indexPath, limit: 1 << 20)
    // The inode of the first entry: nothing else could tell.
    bytes[33] ^= 1
    let error = try #require(throws: WorktreeError.self) { try GitIndex(bytes: bytes) }
    #expect(error.message.contains("checksum"))
    bytes.replaceSubrange(bytes.count - 20..<bytes.count, with: repeatElement(0, count: 20))
    #expect(try GitIndex(bytes: bytes).count == 3)
  }

  @Test func aScanVerifiesAChecksumThatWasNotVerifiedBefore() async throws {
    let fixture = try await WorktreeFixture.committed()
    var bytes = try SmallFile.read(fixture.indexPath, limit: 1 << 20)
    bytes[33] ^= 1
    try AtomicFile.write(bytes, to: fixture.indexPath)
    let index = try GitIndex(readingFrom: fixture.indexPath, verifyChecksum: false)
    #expect(throws: WorktreeError.self) { try WorktreeScan.run(root: fixture.root, index: index) }
  }

  @Test(arguments: [
    ["b", "a"], ["a", "a"], ["../x"], ["/x"], ["a//b"], ["a/"], ["a/./b"], [".git/config"],
    ["sub/.git"], ["a", "a/b"], ["a", "a-", "a/b"], ["d/a", "d/a-", "d/a.b/c", "d/a/b"], [""],
  ])
  func refusesPathsThatGitWouldNotWrite(paths: [String]) throws {
    #expect(throws: WorktreeError.self) { try GitIndex(bytes: IndexBytes.make(paths)) }
  }

  @Test func findsEntriesByPath() throws {
    let index = try GitIndex(bytes: IndexBytes.make(["a-b", "a.b", "a/b", "a/c", "b"]))
    #expect(index.firstIndex(of: try path("a/c")) == 3)
    #expect(index.firstIndex(of: try path("a/d")) == nil)
  }

  /// Thousands of damaged indexes: each is read or refused, none ends the process.
  @Test(arguments: [2, 4]) func survivesDamage(version: Int) async throws {
    let fixture = try await fixture(version: version)
    try await fixture.git("update-index", "--force-remove", Self.paths[11])
    let whole = try SmallFile.read(fixture.indexPath, limit: 1 << 20)
    var random = SeededGenerator(seed: UInt64(version))
    var accepted = 0
    for _ in 0..<6000 {
      var bytes = random.mutated(whole)
      if bytes.count >= 20 {
        bytes.replaceSubrange(bytes.count - 20..<bytes.count, with: repeatElement(0, count: 20))
      }
      guard let index = try? GitIndex(bytes: bytes) else { continue }
      accepted += 1
      for number in 0..<index.count { _ = index[number] }
      _ = index.tree()
      _ = index.twins()
    }
    #expect(accepted > 100)
  }
}

/// Indexes that git would not write.
enum IndexBytes {
  /// Version 2 with empty blobs under these paths, in this order, and a checksum of zeros.
  static func make(_ paths: [String]) -> [UInt8] {
    var bytes = Array("DIRC".utf8) + [0, 0, 0, 2, 0, 0, 0, UInt8(paths.count)]
    for path in paths {
      var entry = [UInt8](repeating: 0, count: 62)
      (entry[26], entry[27]) = (0x81, 0xa4)  // 100644
      entry[61] = UInt8(path.utf8.count)
      entry += path.utf8
      entry += [UInt8](repeating: 0, count: 8 - entry.count % 8)
      bytes += entry
    }
    return bytes + [UInt8](repeating: 0, count: 20)
  }
}
