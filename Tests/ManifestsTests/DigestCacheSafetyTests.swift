// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing

/// Whatever happens to the cache of digests, the tool's answer is right.
@Suite struct DigestCacheSafetyTests {
  private static let tool = Tools.path("modelgate-data").string
  private static let header = Array("modelgate digests 1 sha256\n".utf8)

  let worktree: Worktree
  private var folder: FilePath { worktree.path.appending(".git/modelgate/digests") }

  init() async throws {
    worktree = try Worktree()
    try Folder.createNew(worktree.path.appending(".git"))
    for set in ["one", "two"] {
      for number in 0..<200 { try worktree.write("\(set)/\(number)", "\(set) \(number)\n") }
      try worktree.track(set)
    }
    // Times of attributes cannot be set: what was made now is new for two seconds.
    try await worktree.shell("sleep", "2.1")
  }

  private func verify(_ arguments: String...) async throws -> Transcript {
    try await worktree.shell.run(Self.tool, ["verify"] + arguments)
  }

  private func table() -> StatusTable? {
    let bytes = try? SmallFile.read(folder.appending("sha256"), limit: 1 << 20)
    return bytes.flatMap { StatusTable(parsing: $0, header: Self.header, payloadSize: 32) }
  }

  @Test func keepsWhatTwoWritersFound() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for set in ["one", "two", "one.sha256", "two.sha256"] {
        group.addTask { try await self.verify(set).expecting(0) }
      }
      try await group.waitForAll()
    }
    // Who waits too long for another writer gives up; nobody breaks what is there.
    #expect(table() != nil)
    try await verify().expecting(0)
    #expect(table()?.count == 400)
  }

  /// Killed when all is written and nothing has its name yet.
  @Test(.enabled(if: Peers.has("strace"), "needs strace"))
  func survivesAKillWhileItIsWritten() async throws {
    try await verify("one").expecting(0)
    let before = try SmallFile.read(folder.appending("sha256"), limit: 1 << 20)
    let killed = try await worktree.shell.run(
      "strace", ["-f", "-o", "/dev/null", "-e", "inject=fsync:signal=KILL", Self.tool, "verify"])
    #expect(killed.status == 137, "\(killed)")
    #expect(try SmallFile.read(folder.appending("sha256"), limit: 1 << 20) == before)
    try await verify().expecting(0)
    #expect(table()?.count == 400)
  }

  @Test func survivesADiskThatIsFull() async throws {
    let full = "trap '' XFSZ; ulimit -f 0; exec '\(Self.tool)' verify"
    #expect(
      try await worktree.shell.run("sh", ["-c", full]).expecting(0).output.contains("ok  two"))
    #expect(table() == nil)
    try worktree.write("one/7", "other")
    let refused = try await worktree.shell.run("sh", ["-c", full]).expecting(1)
    #expect(refused.output.contains("changed  7"))
    let names = try? Folder.names(in: folder)
    #expect(names?.contains { $0.starts(with: ".".utf8) } == false, "no leftovers")
    _ = try await verify().expecting(1)
    #expect((table()?.count ?? 0) >= 399)
  }

  @Test func survivesACacheThatIsAFolderOrALink() async throws {
    try await verify().expecting(0)
    try Folder.remove(folder.appending("sha256"))
    try Folder.create(folder.appending("sha256"))
    try await verify().expecting(0)
    try Folder.remove(folder)
    try worktree.link(".git/modelgate/digests", to: "/nowhere")
    try await verify().expecting(0)
  }

  /// A cache that lies shows who believes it.
  @Test func isNotBelievedWhereEveryByteCounts() async throws {
    var records = StatusRecords(payloadSize: 32)
    let recorded = Digest.of(Array("one 7\n".utf8)).bytes
    try worktree.write("one/7", "other!")
    let status = try FileStatus(worktree.path.appending("one/7"))
    records.append(status, recorded.span)
    let table = StatusTable(StatusRecords(payloadSize: 32))
    try Folder.create(folder)
    try AtomicFile.write(
      table.text(adding: records, header: Self.header, limit: 10), to: folder.appending("sha256"))
    try await verify("one").expecting(0)
    #expect(try await verify("--full", "one").expecting(1).output.contains("changed  7"))
  }
}
