// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage
import TestSupport
import Testing

/// Data that DVC leaves as links into its cache, as `cache.type` says.
@Suite(.enabled(if: Peers.has("dvc"), "needs dvc")) struct DVCLinkTests {
  let worktree: Worktree

  init() throws { worktree = try Worktree() }

  /// Adds a file and a folder with links of a type.
  private func add(_ type: String, _ settings: String = "") async throws {
    for (name, content) in [("one.csv", "1\n"), ("data/a.csv", "a\n"), ("data/sub/b.csv", "b\n")] {
      try worktree.write(name, content)
    }
    try await worktree.shell.script(
      """
      dvc init --no-scm --quiet --force && dvc config cache.type \(type)
      \(settings)
      dvc add --quiet one.csv data
      """)
  }

  private func kind(_ name: String) throws -> FileStatus.Kind {
    try FileStatus(worktree.path.appending(name)).kind
  }

  /// The object of a content, from the cache.
  private func object(_ content: String) -> String {
    let md5 = Digest.of(Array(content.utf8), .md5).hex
    return "files/md5/\(md5.prefix(2))/\(md5.dropFirst(2))"
  }

  /// Puts other bytes or another link in the place of a name.
  private func replace(_ name: String, by link: String) throws {
    try worktree.remove(name)
    try worktree.link(name, to: link)
  }

  private func verdicts() throws -> [Verdict] {
    try ["one.csv.dvc", "data.dvc"].map { try worktree.check($0).verdict }
  }

  @Test(arguments: ["copy", "hardlink", "symlink"])
  func takesEveryTypeOfLink(_ type: String) async throws {
    try await add(type)
    for name in ["one.csv", "data/a.csv", "data/sub/b.csv"] {
      #expect(try kind(name) == (type == "symlink" ? .symbolicLink : .file))
    }
    let folder = try worktree.check("data.dvc")
    #expect(folder.verdict == .passed && folder.fileCount == 2, "\(folder.summary)")
    #expect(try worktree.check("one.csv.dvc").verdict == .passed)
    // The same digest as of files that nobody linked.
    let native = try worktree.check("data.dvc").native
    try await worktree.shell.script("cp -rL data copy")
    #expect(try worktree.track("copy").manifest.datasetDigest == native?.datasetDigest)
  }

  /// A shared cache, named by the clone's own settings or the repository's, by a link or relatively.
  @Test(
    arguments: [
      "dvc cache dir --quiet ../shared", "dvc cache dir --quiet --local \"$PWD/../shared\"",
      "mkdir ../shared && ln -s shared ../alias && dvc cache dir --quiet \"$PWD/../alias\"",
      "mkdir ../shared && ln -s ../../shared .dvc/cache",
    ])
  func takesLinksToASharedCache(_ settings: String) async throws {
    try await add("symlink", settings)
    let shared = worktree.path.removingLastComponent().appending("shared")
    #expect((try? FileStatus(shared.appending(object("a\n")))) != nil)
    #expect(try kind("data/a.csv") == .symbolicLink)
    #expect(try verdicts() == [.passed, .passed])
    try await worktree.shell.script("dvc status --quiet")
  }

  @Test func refusesEveryOtherLink() async throws {
    try await add("symlink")
    let cache = worktree.path.appending(".dvc").appending("cache")
    let a = cache.appending(object("a\n"))
    let elsewhere = "symbolic link: it leads to an absolute path"
    // The object of another file, even of one in the same folder.
    try replace("data/sub/b.csv", by: a.string)
    #expect(try worktree.check("data.dvc").summary.contains("\(elsewhere) sub/b.csv"))
    try replace("one.csv", by: a.string)
    #expect(try worktree.check("one.csv.dvc").summary == ["symbolic link one.csv"])
    // The same bytes elsewhere, and another way to the same object.
    try await worktree.shell.script("cp -L data/a.csv ../same.csv && ln -s .dvc way")
    let same = worktree.path.removingLastComponent().appending("same.csv")
    let way = worktree.path.appending("way/cache").appending(object("a\n"))
    let dots = worktree.path.appending("data/../.dvc/cache").appending(object("a\n"))
    for text in [same, way, dots, cache, "/dev/zero"] {
      try replace("data/a.csv", by: text.string)
      #expect(try worktree.check("data.dvc").summary.contains("\(elsewhere) a.csv"), "\(text)")
    }
  }

  @Test func provesTheBytesOfTheCache() async throws {
    try await add("symlink")
    let cache = worktree.path.appending(".dvc").appending("cache")
    // Other bytes of the same length under the object's name.
    for (content, manifest, file) in [
      ("a\n", "data.dvc", "a.csv"), ("1\n", "one.csv.dvc", "one.csv"),
    ] {
      try AtomicFile.write("x\n".utf8, to: cache.appending(object(content)))
      #expect(try worktree.check(manifest).summary == ["changed \(file)"])
    }
    // Nothing under it, and something that is no file.
    try Folder.remove(cache.appending(object("1\n")))
    let gone = try worktree.check("one.csv.dvc")
    #expect(gone.shape == .absent && gone.verdict == .refused)
    try await worktree.shell("mkfifo", cache.appending(object("1\n")).string)
    #expect(try worktree.check("one.csv.dvc").summary == ["DVC object that is a FIFO one.csv"])
  }

  /// Without the list nothing tells which object is whose: that is said, and not that links leave.
  @Test func saysThatTheListIsMissing() async throws {
    try await add("symlink")
    let manifest = try String(decoding: worktree.read("data.dvc"), as: UTF8.self)
    let md5 = try #require(manifest.split(separator: " ").first { $0.contains(".dir") }).prefix(32)
    try worktree.remove(".dvc/cache/files/md5/\(md5.prefix(2))/\(md5.dropFirst(2)).dir")
    let check = try worktree.check("data.dvc")
    #expect(check.verdict == .refused)
    let what = DVCObjects.linkWithoutList
    #expect(check.summary.prefix(2) == ["\(what) a.csv", "\(what) sub/b.csv"], "\(check.summary)")
    try replace("data/a.csv", by: "/dev/zero")
    let elsewhere = "symbolic link: it leads to an absolute path a.csv"
    #expect(try worktree.check("data.dvc").summary.contains(elsewhere))
  }

  /// No manifest but DVC's makes a link to its cache more than a link.
  @Test func refusesTheLinksForOtherManifests() async throws {
    try worktree.write("data/a.csv", "a\n")
    try worktree.track("data")
    try await add("symlink")
    let check = try worktree.check("data.sha256")
    #expect(check.verdict == .refused)
    #expect(check.summary.contains("symbolic link: it leads to an absolute path a.csv"))
  }
}
