// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// One walk beside the manifest says the same as reading everything and comparing afterwards.
@Suite struct ManifestSweepTests {
  let worktree: Worktree

  init() async throws {
    worktree = try Worktree()
    // Names around a folder's, one with escapes, a flat folder that is visited in pieces, files of
    // all sizes.
    for name in ["a-b", "a.csv", "a/b/c", "a/b.csv", "a/z", "b\\c\nd", "é", "empty/deep/x"] {
      try worktree.write("data/\(name)", "1 \(name)\n")
    }
    try await worktree.shell.script(
      "mkdir data/flat && cd data/flat && for n in $(seq 0 2099); do echo $n >$n; done")
    for size in [0, 65_535, 65_536, 65_537, 300_000] {
      try worktree.write("data/size/\(size)", [UInt8](repeating: 7, count: size))
    }
    try worktree.track("data")
  }

  private func check() throws -> DatasetCheck { try worktree.check("data.sha256") }

  @Test func provesWhatIsAsListed() throws {
    let intact = try check()
    #expect(intact.verdict == .passed, "\(intact.summary) \(intact.errors)")
    #expect(intact.fileCount == 2113)
    let read = DatasetReader().read(try relative("data"), in: try worktree.root())
    #expect(intact.byteCount == read.byteCount)
    #expect(intact.digest == (try read.manifest().datasetDigest))
  }

  /// The first and last of the folder, of a piece, of a subfolder; small and large.
  @Test(arguments: [
    ["a-b", "a/b/c", "b\\c\nd", "é"], ["flat/0", "flat/1898", "flat/1899", "flat/999"],
    ["size/0", "size/65536", "size/65537"],
  ])
  func findsEveryChangeInOneFile(_ names: [String]) throws {
    for name in names { try findsEveryChange(in: name) }
  }

  private func findsEveryChange(in name: String) throws {
    let path = try relative(name)
    let content = try SmallFile.read(
      worktree.path.appending(relative("data/\(name)")), limit: 1 << 20)
    try worktree.write("data/\(name)", content.dropLast() + [(content.last ?? 0) ^ 1])
    #expect(try check().summary == ["changed \(path)"])
    try worktree.remove("data/\(name)")
    #expect(try check().summary == ["missing \(path)"])
    try worktree.write("data/\(name)", content)
    try worktree.write("data/\(name)+", "")
    #expect(try check().summary == ["extra \(try relative(name + "+"))"])
    try worktree.remove("data/\(name)+")
    #expect(try check().verdict == .passed)
  }

  @Test func takesLinksAndPatternsToTheReader() throws {
    try worktree.link("data/flat/link", to: "0")
    #expect(try check().summary == ["extra flat/link"])
    try worktree.track("data")
    #expect(try check().verdict == .passed)
    try worktree.link("data/flat/out", to: "../../outside")
    #expect(try check().summary == ["symbolic link: it leads out of the folder flat/out"])
  }

  @Test func obeysThePatternsOfTheFolder() throws {
    try worktree.write("data/.modelgate-patterns", "exclude *.tmp\nexclude /flat/7\n")
    try worktree.track("data")
    try worktree.write("data/flat/x.tmp", "left out")
    try worktree.link("data/flat/link.tmp", to: "/etc")
    #expect(try check().verdict == .passed)
    #expect(try check().fileCount == 2113)
    try worktree.write("data/.modelgate-patterns", "exclude *.tmp\n")
    #expect(try check().summary == ["changed .modelgate-patterns", "extra flat/7"])
  }

  /// What was read until something turned out to be different is not read again; small files that
  /// their bytes alone proved are.
  @Test(.enabled(if: Peers.has("strace"), "needs strace"))
  func readsNothingTwice() async throws {
    try worktree.write("data/size/300000", [UInt8](repeating: 8, count: 300_000))
    try Folder.createNew(worktree.path.appending(".git"))
    let traced = try await worktree.shell.run(
      "strace",
      ["-f", "-e", "trace=openat", "-o", "../trace", Tools.path("modelgate-data").string]
        + ["verify", "--full", "data.sha256"]
    ).expecting(1)
    #expect(traced.output.contains("changed  size/300000"))
    let trace = try String(
      decoding: SmallFile.read(worktree.path.appending("../trace"), limit: 1 << 26), as: UTF8.self)
    let lines = trace.split(separator: "\n")
    // A large one is opened once to be asked for its size, and once to be read.
    for (name, count) in ["300000": 2, "65537": 2, "65536": 1, "2099": 2] {
      #expect(lines.count { $0.contains("\"\(name)\"") } == count, "\(name)")
    }
  }

  /// Somebody puts a link to a folder outside, which has what is listed, in the place of a folder.
  @Test func passesNothingThatLiesOutside() async throws {
    for name in 0..<20 {
      try worktree.write("outside/\(name)", "the secret")
      try worktree.write("set/sub/\(name)", "the secret")
    }
    try worktree.track("set")
    for name in 0..<20 { try worktree.write("set/sub/\(name)", "public....") }
    try worktree.link("link", to: worktree.path.appending("outside").string)
    let (place, link, aside) = (
      worktree.path.appending("set/sub"), worktree.path.appending("link"),
      worktree.path.appending("aside")
    )
    let isDone = Largest()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while isDone.value == 0 {
          try Folder.rename(place, to: aside)
          try Folder.rename(link, to: place)
          try Folder.rename(place, to: link)
          try Folder.rename(aside, to: place)
          await Task.yield()
        }
      }
      for _ in 0..<150 { #expect(try worktree.check("set.sha256").verdict != .passed) }
      isDone.note(1)
      try await group.waitForAll()
    }
  }

  /// The largest number that any thread noted.
  private final class Largest: Sendable {
    private let state = Mutex<Int64>(0)

    var value: Int64 { state.withLock { $0 } }
    func note(_ number: Int64) { state.withLock { $0 = max($0, number) } }
  }
}
