// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Folders that somebody made to confuse a reader, as the tool judges them.
@Suite struct HostileDataTests {
  let worktree: Worktree

  init() throws {
    worktree = try Worktree()
    try Folder.createNew(worktree.path.appending(".git"))
    try worktree.write("data/set/a.csv", "1\n")
    try worktree.track("data/set")
  }

  private func run(_ arguments: String...) async throws -> Transcript {
    try await worktree.shell.run(Tools.path("modelgate-data").string, arguments)
  }

  private func differences() async throws -> [String] {
    let verified = try await run("verify", "--full", "--format", "json", "-q")
    #expect(verified.status != 0, "\(verified)")
    let document = try JSONValue.parse(Array(verified.output.utf8))
    let dataset = try #require(document["datasets"]?.array?.first)
    let differences = (dataset["differences"]?.array ?? []).map { difference in
      [difference["kind"], difference["what"], difference["path"]].compactMap { $0?.string }
        .joined(separator: " ")
    }
    return differences + (dataset["errors"]?.array ?? []).compactMap(\.string)
  }

  @Test func namesEverythingThatIsNoData() async throws {
    try await worktree.shell.script(
      """
      cd data/set
      mkfifo pipe
      ln -s loop-b loop-a && ln -s loop-a loop-b
      ln -s ../../../outside way-out
      ln -s . itself
      ln a.csv hard
      printf 1 >"$(printf 'e\\314\\201')" && printf 1 >"$(printf '\\303\\251')"
      """)
    #expect(
      try await differences() == [
        "irregular symbolic link: it leads to the folder itself itself",
        "irregular symbolic link: it leads in a circle loop-a",
        "irregular symbolic link: it leads in a circle loop-b", "irregular FIFO pipe",
        "irregular symbolic link: it leads out of the folder way-out",
        // A second name for the same bytes is a second file, and é is not é.
        "extra e\u{301}", "extra hard", "extra \u{e9}",
      ])
  }

  /// A terabyte of nothing would take half an hour to digest.
  @Test func refusesAHoleOfATerabyte() async throws {
    try await worktree.shell.script(
      "truncate -s 1T data/set/huge data/whole && printf x >>data/set/a.csv")
    let what = "irregular sparse file of 1099511627776 bytes, of which the disk holds 0"
    #expect(try await differences() == ["\(what) huge", "changed a.csv"])
    try worktree.write("data/whole.sha256", String(repeating: "0", count: 64) + "  whole\n")
    let single = try await run("verify", "data/whole.sha256")
    #expect(single.status == 1 && single.output.contains("whole  sparse file of"), "\(single)")
    try worktree.remove("data/set/huge")
    let digest = String(repeating: "0", count: 64)
    let listed = try String(decoding: worktree.read("data/set.sha256"), as: UTF8.self)
    try worktree.write("data/set.sha256", listed + "\(digest)  huge\n")
    try await worktree.shell.script("truncate -s 1T data/set/huge && printf '1\\n' >data/set/a.csv")
    try worktree.remove("data/whole.sha256")
    #expect(try await differences() == ["\(what) huge"])
  }

  @Test func keepsTwinsApartThatLookTheSame() async throws {
    for name in ["e\u{301}", "\u{e9}"] { try worktree.write("data/set/\(name)", name) }
    let manifest = try worktree.track("data/set").manifest
    #expect(manifest.map(\.path.bytes.count) == [5, 3, 2])
    try worktree.remove("data/set/\u{e9}")
    let kind = DatasetDifference.Kind.missing
    let check = try worktree.check("data/set.sha256")
    #expect(check.differences == [.init(kind, at: try relative("\u{e9}"))])
  }

  /// Root is not stopped by permissions, unless its capabilities are taken away.
  @Test(.enabled(if: Peers.has("setpriv"), "needs setpriv"))
  func saysWhatMayNotBeRead() async throws {
    try await worktree.shell.script("chmod 000 data/set/a.csv")
    let tool = Tools.path("modelgate-data").string
    let arguments = ["verify", "--full", "data/set.sha256"]
    let isRoot = try await worktree.shell("id", "-u") == "0\n"
    let verified =
      isRoot
      ? try await worktree.shell.run(
        "setpriv", ["--bounding-set=-all", "--inh-caps=-all", "--", tool] + arguments)
      : try await worktree.shell.run(tool, arguments)
    #expect(verified.status == 2, "\(verified)")
    #expect(verified.output.contains("data/set/a.csv': Permission denied"), "\(verified)")
    // It is there, for all that anybody knows.
    #expect(!verified.output.contains("missing"), "\(verified)")
  }

  /// Files of the kernel's say that they are empty; so do some of remote systems.
  @Test(.enabled(if: Peers.has("unshare"), "needs unshare"))
  func readsWhatSaysThatItIsEmpty() async throws {
    let isAllowed = try await worktree.shell.run("unshare", ["--mount", "true"]).status == 0
    guard isAllowed else { return }
    try worktree.write("data/set/empty", "")
    try worktree.track("data/set")
    let tool = Tools.path("modelgate-data").string
    for options in ["", "--full"] {
      let verified = try await worktree.shell.run(
        "unshare",
        [
          "--mount", "sh", "-c",
          "mount --bind /proc/version data/set/empty && exec \(tool) verify \(options)",
        ])
      #expect(verified.status == 2 && verified.output.contains("data/set/empty'"), "\(verified)")
    }
    #expect(try await run("verify").status == 0)
  }

  @Test func tellsWhatToTypeWhereSomethingIsNoFile() async throws {
    try await worktree.shell.script("mkfifo 'data/set/a pipe*' && ln -s / data/set/way-out")
    let refused = try await run("verify")
    let hint = "modelgate data track data/set --exclude '/a pipe\\*' --exclude /way-out"
    #expect(refused.error.contains("hint: \(hint)\n"), "\(refused)")
    let words = ["track", "data/set", "--exclude", "/a pipe\\*", "--exclude", "/way-out"]
    let tool = Tools.path("modelgate-data").string
    #expect(try await worktree.shell.run(tool, words).status == 0)
    #expect(try await run("verify").status == 0)
    // Another hint would throw these patterns away.
    try await worktree.shell.script("mkfifo data/set/other")
    #expect(try await !run("verify").error.contains("hint:"))
  }

  @Test func tellsNamesApartThatLookTheSame() async throws {
    try worktree.write("data/set/e\u{301}", "1")
    try worktree.track("data/set")
    try await worktree.shell.script(
      "cd data/set && mv \"$(printf 'e\\314\\201')\" \"$(printf '\\303\\251')\"")
    let refused = try await run("verify")
    #expect(refused.output.contains("missing  e\u{301} (e\\314\\201)\n"), "\(refused)")
    #expect(refused.output.contains("extra    \u{e9} (\\303\\251)\n"), "\(refused)")
  }

  /// As the kernel sees it: nothing outside of the dataset and its manifest is opened.
  @Test(.enabled(if: Peers.has("strace"), "needs strace"))
  func opensNothingOutside() async throws {
    try worktree.write("secret/file", "secret")
    try await worktree.shell.script(
      """
      cd data/set
      ln -s ../../secret/file link && ln -s ../../secret folder
      mkdir sub && ln -s ../../../secret/file sub/link
      """)
    let traced = try await worktree.shell.run(
      "strace",
      ["-f", "-e", "trace=open,openat,openat2,execve", "-o", "../trace"]
        + [Tools.path("modelgate-data").string, "verify", "--full", "data/set.sha256"])
    #expect(traced.status == 1, "\(traced)")
    let trace = try String(
      decoding: SmallFile.read(worktree.path.appending("../trace"), limit: 1 << 24), as: UTF8.self)
    let lines = trace.split(separator: "\n")
    #expect(lines.contains { $0.contains("\"a.csv\"") })
    #expect(!lines.contains { $0.contains("secret") || $0.contains("\"link\"") })
    // What is opened below the dataset follows no link.
    for line in lines where line.contains("\"a.csv\"") || line.contains("\"sub\"") {
      #expect(line.contains("O_NOFOLLOW"), "\(line)")
    }
  }

  @Test func refusesAManifestThatLeavesItsFolder() async throws {
    let digest = String(repeating: "0", count: 64)
    for line in ["../secret", "/etc/passwd", "a//b", "./a", "a\u{1}"] {
      try worktree.write("data/set.sha256", "\(digest)  \(line)\n")
      let verified = try await run("verify")
      #expect(verified.status == 1, "\(verified)")
      #expect(verified.error.contains("'data/set.sha256', line 1: "), "\(verified)")
    }
  }
}
