// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import SystemPackage
import TestSupport
import Testing

@testable import Manifests

/// A folder of DVC's that is known from before is judged as one that is read.
@Suite(.enabled(if: Peers.has("dvc"), "needs dvc")) struct KnownDVCFolderTests {
  let worktree: Worktree
  let cache: DigestCache

  init() async throws {
    worktree = try Worktree()
    cache = DigestCache(commonDirectory: worktree.path.appending(".git"))
    // Names around a folder's, a flat folder that is visited in pieces, names that JSON escapes.
    for name in ["a-b", "a.csv", "a/b/c", "a/b.csv", "a/z", "é/\u{1F600} ü", "q\"uote", "x.tmp"] {
      try worktree.write("data/\(name)", "1 \(name)\n")
    }
    try worktree.write("data/skip/y", "2\n")
    try worktree.write("odd/b\\c", "3\n")
    try worktree.write("odd/line\nbreak", "4\n")
    try await worktree.shell.script(
      """
      mkdir data/flat && cd data/flat && for n in $(seq 0 2099); do echo $n >$n; done
      cd ../.. && dvc init --no-scm --quiet && printf '*.tmp\\n/data/skip/\\n' >.dvcignore
      dvc add --quiet data odd && grep -v hash: data.dvc >old.dvc && sleep 2.1
      """)
  }

  private func dataset(_ manifest: String) throws -> DatasetManifest {
    let found = try ManifestSearch.read(relative(manifest), in: worktree.root())
    return try #require(found.first?.dataset)
  }

  private func check(_ manifest: String, _ cache: DigestCache?) throws -> DatasetCheck {
    DatasetVerifier(cache: cache).check(try dataset(manifest), in: try worktree.root())
  }

  /// What the walk makes of a folder, if it takes it.
  private func known(_ manifest: String) throws -> KnownDVCFolder? {
    let dataset = try dataset(manifest)
    let kinds = try #require(dataset.record).digests
    let root = try worktree.root()
    return KnownDVCFolder(
      try root.openDirectory(dataset.path), cache.table(DigestCache.native + kinds),
      listing: kinds, leavingOut: try dataset.ignoredNames(in: root))
  }

  /// By DVC 3's digests, and by the two that entries of DVC 2 may have.
  @Test(arguments: ["data.dvc", "old.dvc"])
  func isJudgedAsIfItWereRead(_ manifest: String) throws {
    let read = try check(manifest, nil)
    #expect(read.verdict == .passed && read.fileCount == 2107, "\(read.summary)")
    #expect(try known(manifest) == nil, "nothing is known yet")
    for _ in 0..<2 {
      let check = try check(manifest, cache)
      #expect(check.verdict == .passed, "\(check.summary)")
      #expect(check.native == read.native && check.digest == read.digest)
      #expect((check.fileCount, check.byteCount) == (read.fileCount, read.byteCount))
    }
    let folder = try #require(try known(manifest))
    #expect(folder.native == read.native)
    let record = try #require(dataset(manifest).record as? DVCDirectoryRecord)
    #expect(folder.lists.contains(record.digest))
  }

  @Test func everyChangeIsSeen() async throws {
    #expect(try check("data.dvc", cache).verdict == .passed)
    let place = "data/flat/1999"
    let before = try FileStatus(worktree.path.appending(place)).modified
    try await worktree.shell("sh", "-c", "printf 2 | dd of=\(place) conv=notrunc status=none")
    try await worktree.shell("touch", "-d", "@\(before / 1_000_000_000)", place)
    #expect(try check("data.dvc", cache).summary == ["changed flat/1999"])
    try worktree.write(place, "1999\n")
    #expect(try check("data.dvc", cache).verdict == .passed)

    try worktree.write("data/é/more", "")
    #expect(try check("data.dvc", cache).summary == ["extra é/more"])
    try worktree.remove("data/é/more")
    try worktree.remove("data/a-b")
    #expect(try check("data.dvc", cache).summary == ["missing a-b"])
    try worktree.link("data/a-b", to: "a.csv")
    #expect(try check("data.dvc", cache).verdict == .refused)
    try worktree.remove("data/a-b")
    try worktree.write("data/a-b", "1 a-b\n")
    try worktree.write("data/skip/more.csv", "left out")
    try worktree.link("data/new.tmp", to: "/")
    #expect(try check("data.dvc", cache).verdict == .passed)
  }

  /// The digests of DVC 2 do not see other line ends; the sum of the sizes does.
  @Test func seesOtherLineEnds() async throws {
    try await worktree.shell.script("printf '1 a-b\\r\\n' >data/a-b && sleep 2.1")
    for _ in 0..<2 { #expect(try check("old.dvc", cache).summary == ["changed (all)"]) }
    let record = try #require(dataset("old.dvc").record as? DVCDirectoryRecord)
    #expect(try #require(try known("old.dvc")).lists.contains(record.digest))
  }

  /// Names that need an escape in the native list are left to the reader, who takes them.
  @Test func leavesOtherNamesToTheReader() throws {
    for _ in 0..<2 { #expect(try check("odd.dvc", cache).verdict == .passed) }
    #expect(try known("odd.dvc") == nil)
  }
}
