// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage
import TestSupport
import Testing

@Suite struct DVCTests {
  let worktree: Worktree

  init() throws { worktree = try Worktree() }

  /// The folder and the `.dvc` file that `dvc add imgs` of 3.67.1 wrote for it.
  private func makeImages() throws {
    let files = [
      "Z.txt": "Z", "a.png": "PNG", "empty": "", "sub/b.png": "b", "\u{fc}n\u{ef} \"q\".txt": "q",
    ]
    for (name, content) in files { try worktree.write("imgs/" + name, content) }
  }

  @Test func takesMD5OfTheBytes() throws {
    // Written by dvc 3.67.1 for `id,x\n1,2\n`.
    try worktree.write("train.csv", "id,x\n1,2\n")
    try worktree.write(
      "train.csv.dvc",
      "outs:\n- md5: 5d02e4d2354eae28589766cca211477d\n  size: 9\n  hash: md5\n  path: train.csv\n")
    let check = try worktree.check("train.csv.dvc")
    #expect(check.verdict == .passed)
    #expect(check.dataset.record?.isCollisionResistant == false)
    #expect(check.digest == (try worktree.track("train.csv").manifest.datasetDigest))
  }

  @Test func takesOldEntriesWithWindowsLineEnds() throws {
    // Written by dvc 2.58.2 for the same text with CR LF: MD5 of the LF text, size of the file.
    try worktree.write("crlf.csv", "id,x\r\n1,2\r\n")
    try worktree.write(
      "crlf.csv.dvc",
      "outs:\n- md5: 5d02e4d2354eae28589766cca211477d\n  size: 11\n  path: crlf.csv\n")
    #expect(try worktree.check("crlf.csv.dvc").verdict == .passed)
    try worktree.write("crlf.csv", "id,x\r\n1,3\r\n")
    #expect(try worktree.check("crlf.csv.dvc").summary == ["changed crlf.csv"])
  }

  @Test func neverTakesAMissingDigestForCoverage() throws {
    // Left by `dvc import-url --no-download`.
    try worktree.write("remote.csv", "x")
    try worktree.write(
      "remote.csv.dvc",
      "md5: 0123456789abcdef0123456789abcdef\nfrozen: true\ndeps:\n- etag: '\"1\"'\n"
        + "  path: https://example.org/remote.csv\nouts:\n- hash: md5\n  path: remote.csv\n")
    let check = try worktree.check("remote.csv.dvc")
    #expect(check.verdict == .refused)
    guard case .none(let reason) = check.dataset.coverage else {
      Issue.record("it counts as covered")
      return
    }
    #expect(reason.contains("no digest"))
  }

  /// What `dvc add` of 3.67.1 writes for a folder without files.
  @Test func aFolderMayHaveNoFiles() throws {
    try Folder.create(worktree.path.appending("empty"))
    try worktree.write(
      "empty.dvc",
      "outs:\n- md5: d751713988987e9331980363e24189ce.dir\n  size: 0\n  nfiles: 0\n"
        + "  hash: md5\n  path: empty\n")
    let check = try worktree.check("empty.dvc")
    #expect(check.verdict == .passed && check.digest == Digest.of([]))
    try worktree.write("empty/new", "")
    #expect(try worktree.check("empty.dvc").verdict == .refused)
    try worktree.remove("empty")
    #expect(try worktree.check("empty.dvc").verdict == .refused)
  }

  @Test func readsTheListOfAVersionedRemote() throws {
    try worktree.write("imgs/a", "a")
    try worktree.write("imgs/sub/b", "b")
    let entry = { (path: String, content: String) in
      "  - relpath: \(path)\n    md5: \(Digest.of(Array(content.utf8), .md5).hex)\n    size: 1\n"
        + "    cloud:\n      s3:\n        etag: x\n        version_id: y\n"
    }
    let text =
      "outs:\n- hash: md5\n  path: imgs\n  files:\n" + entry("sub/b", "b") + entry("a", "a")
    try worktree.write("imgs.dvc", text)
    #expect(try worktree.check("imgs.dvc").verdict == .passed)
    try worktree.write("imgs/a", "x")
    try worktree.write("imgs/c", "c")
    #expect(try worktree.check("imgs.dvc").summary == ["changed a", "extra c"])
  }

  @Test func findsOutputsFromTheWorkingDirectory() throws {
    let md5 = Digest.of([], .md5).hex
    let text = "wdir: ../data\nouts:\n- path: ./a\n  md5: \(md5)\n- path: ../b/\n  md5: \(md5)\n"
    let path = try relative("stages/x.dvc")
    let datasets = try ManifestFormats.datasets(in: Array(text.utf8), at: path)
    #expect(datasets?.map(\.path.description) == ["data/a", "b"])
  }

  @Test(arguments: [
    ("outs: []\n", "no output"), ("- a\n", "no output"), ("outs:\n- md5: x\n", "no 'path'"),
    ("outs:\n- path: /abs\n", "outside"), ("outs:\n- path: ../../x\n", "outside"),
    ("outs:\n- path: s3://bucket/x\n", "outside"),
    ("outs:\n- path: .\n", "names nothing"),
    ("outs:\n- path: x\n  md5: ABCDEF\n", "32 lower-case"),
    ("outs:\n- path: x\n  size: many\n  md5: \(String(repeating: "0", count: 32))\n", "'size'"),
    ("outs:\n- path: x\n  files: 3\n", "not a list"),
    ("outs:\n- path: x\n  files:\n  - relpath: ../y\n    md5: x\n", "'relpath'"),
    ("outs: [\n", ""),
  ])
  func refuses(_ text: String, _ reason: String) throws {
    let path = try relative("x.dvc")
    let error = try #require(throws: ManifestError.self) {
      try ManifestFormats.datasets(in: Array(text.utf8), at: path)
    }
    #expect(error.reason.contains(reason), "\(error.reason)")
    #expect(error.line != nil)
  }

  @Test(.enabled(if: Peers.has("dvc"), "needs dvc"))
  func agreesWithDVCOnFilesAndFolders() async throws {
    try makeImages()
    try worktree.write("train.csv", "id,x\n1,2\n")
    try await worktree.shell("dvc", "init", "--no-scm", "--quiet")
    try await worktree.shell("dvc", "add", "--quiet", "train.csv", "imgs")
    #expect(try worktree.check("train.csv.dvc").verdict == .passed)
    #expect(try worktree.check("imgs.dvc").verdict == .passed)

    // DVC's cache has the list, so the file is named; without the cache all that is known is that.
    try worktree.write("imgs/sub/b.png", "c")
    #expect(try worktree.check("imgs.dvc").summary == ["changed sub/b.png"])
    try worktree.remove(".dvc/cache")
    #expect(try worktree.check("imgs.dvc").summary == ["changed (all)"])
    try worktree.write("imgs/sub/b.png", "b")
    #expect(try worktree.check("imgs.dvc").verdict == .passed)
    try worktree.write("imgs/sub/extra", "")
    #expect(try worktree.check("imgs.dvc").verdict == .refused)
    try worktree.remove("imgs/sub/extra")
    try worktree.remove("imgs/empty")
    #expect(try worktree.check("imgs.dvc").verdict == .refused)
    try worktree.write("imgs/Empty", "")
    #expect(try worktree.check("imgs.dvc").verdict == .refused)
    try worktree.write("train.csv", "id,x\n1,3\n")
    #expect(try worktree.check("train.csv.dvc").summary == ["changed train.csv"])
  }
}
