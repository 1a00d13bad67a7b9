// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Data that no manifest with a known name describes: what Git LFS keeps, and what `modelgate.yaml`
/// names.
@Suite struct StoredDataTests {
  let repository: TemporaryRepository

  init() async throws { repository = try await TemporaryRepository() }

  private func run(_ arguments: String..., status: Int32 = 0) async throws -> Transcript {
    let path = Tools.path("modelgate-data").string
    return try await repository.shell.run(path, arguments).expecting(status)
  }

  /// A folder of large files, one of them empty, and a large file beside one of git's own.
  private func commitLargeFiles() async throws {
    try await repository.keepLargeFiles("*.bin")
    try repository.write("1,2\r\n", to: "data/a.bin")
    try repository.write("", to: "data/empty.bin")
    try repository.write("3,4\n", to: "data/sub/b ü.bin")
    try repository.write("weights\n", to: "models/w.bin")
    try repository.write("text\n", to: "models/README")
    try await repository.commit()
  }

  private static let listed = "data  lfs  3 files, 9 bytes\nmodels/w.bin  lfs  1 file, 8 bytes\n"

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func verifiesWhatGitLFSKeeps() async throws {
    try await commitLargeFiles()
    #expect(try await run("list").output == Self.listed)
    let intact = try await run("verify", "--full")
    let digest = try await run("digest", "data").output
    #expect(intact.output.hasPrefix("ok  data  lfs  3 files, 9 bytes  \(digest)ok  models/w.bin "))
    try await repository.shell.script(
      """
      find data -type f -printf '%P\\n' | LC_ALL=C sort >../names
      (cd data && while read -r f; do sha256sum "$f"; done <../../names) >../list
      test "sha256:$(sha256sum <../list | head -c 64)" = "\(digest.dropLast())"
      """)

    try repository.write("1,3\r\n", to: "data/a.bin")
    try await repository.shell.script("mv 'data/sub/b ü.bin' data/sub/c.bin && rm models/w.bin")
    let refused = try await run("verify", status: 1)
    for line in ["changed  a.bin  recorded", "missing  sub/b ü.bin\n", "extra    sub/c.bin\n"] {
      #expect(refused.output.contains("\n  \(line)"), "\(refused)")
    }
    #expect(
      refused.output.hasSuffix(
        "refused  models/w.bin  lfs  0 files, 0 bytes\n  missing  the dataset\n"))
    // What the hints say brings all of it back.
    #expect(refused.hints == ["git restore -- data", "git restore -- models/w.bin"])
    for hint in refused.hints { try await repository.shell.script(hint) }
    try Folder.remove(repository.root.appending("data/sub/c.bin"))
    #expect(try await run("verify").output == intact.output)
  }

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func saysWhichContentsAreNotHere() async throws {
    try await commitLargeFiles()
    try await repository.shell.script("GIT_LFS_SKIP_SMUDGE=1 git clone --quiet . ../clone")
    let tool = Tools.path("modelgate-data").string
    let shell = repository.shell.at(repository.base.appending("clone"))
    #expect(try await shell(tool, "list") == Self.listed)
    let missing = try await shell.run(tool, ["verify"]).expecting(1)
    for name in ["a.bin", "sub/b ü.bin", "w.bin"] {
      #expect(missing.output.contains("  missing  \(name)\n"), "\(missing)")
    }
    #expect(missing.hints == ["data", "models/w.bin"].map { "git lfs pull --include=\($0)" })
    try await shell("git", "lfs", "install", "--local")
    for hint in missing.hints { try await shell.script(hint) }
    #expect(try await shell(tool, "verify").hasPrefix("ok  data  lfs  3 files, 9 bytes"))
  }

  /// `.git` is a file there, and nothing but the folder's own attributes tells of Git LFS.
  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func seesLargeFilesFromALinkedWorktreeOfAPlainClone() async throws {
    try await repository.keepLargeFiles("*.bin", in: "data")
    try repository.write("1\n", to: "data/a.bin")
    try repository.write("1\n", to: "other.csv")
    _ = try await run("track", "other.csv")
    try await repository.commit()
    try await repository.shell.script(
      """
      GIT_LFS_SKIP_SMUDGE=1 git clone --quiet . ../clone
      git -C ../clone worktree add --quiet ../linked
      rm -rf ../clone/.git/lfs; git worktree add --quiet ../used
      """)
    let tool = Tools.path("modelgate-data").string
    for name in ["clone", "linked", "used"] {
      let shell = repository.shell.at(repository.base.appending(name))
      try await shell.script("printf '1\\n' >other.csv; printf '2\\n' >data/a.bin")
      let refused = try await shell.run(tool, ["verify"]).expecting(1)
      #expect(refused.output.contains("refused  data/a.bin  lfs  "), "\(name): \(refused)")
      #expect(refused.output.contains("ok  other.csv  "), "\(name): \(refused)")
    }
  }

  /// A manifest of the folder around them does not answer for what it leaves out.
  @Test(
    .enabled(if: Peers.has("git-lfs"), "needs git-lfs"),
    arguments: [[], ["--exclude", "images/"], ["--exclude", "images/a.bin"]])
  func aManifestAnswersForLargeFilesThatItLists(exclusion: [String]) async throws {
    try await repository.keepLargeFiles("*.bin")
    try repository.write("1\n", to: "data/images/a.bin")
    try repository.write("2\n", to: "data/images/b.bin")
    try repository.write("3\n", to: "data/c.csv")
    let tool = Tools.path("modelgate-data").string
    try await repository.shell.run(tool, ["track", "data"] + exclusion).expecting(0)
    try await repository.shell.script("git add --force .")
    try await repository.commit()
    let intact = try await run("verify").output
    #expect(intact.contains("data/images  lfs") == !exclusion.isEmpty, "\(intact)")
    try repository.write("9\n", to: "data/images/a.bin")
    let refused = try await run("verify", status: 1)
    #expect(refused.output.contains("a.bin  recorded"), "\(refused)")
  }

  /// As a `.dvcignore` leaves them out of a folder that DVC keeps.
  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func aFolderOfDVCDoesNotAnswerForWhatItIgnores() async throws {
    try await repository.keepLargeFiles("*.bin")
    try repository.write("images/\n", to: "data/.dvcignore")
    try repository.write("1\n", to: "data/images/a.bin")
    let text = "outs:\n- md5: 60b725f10c9c85c70d97880dfe8191b3.dir\n  size: 2\n  path: data\n"
    try repository.write(text, to: "data.dvc")
    try await repository.commit()
    let listed = try await run("list").output
    #expect(listed.contains("data/images  lfs  1 file"), "\(listed)")
    try await repository.shell.script("git rm --quiet data/.dvcignore")
    try await repository.commit()
    let covered = try await run("list").output
    #expect(!covered.contains("  lfs  "), "\(covered)")
  }

  /// In a clone where Git LFS never ran, attributes deep in a folder are the only trace.
  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"), arguments: [true, false])
  func attributesInWhatAManifestLeavesOutAreSeen(isDVC: Bool) async throws {
    try await repository.keepLargeFiles("*.bin", in: "data/images/deep")
    try repository.write("1\n", to: "data/images/deep/a.bin")
    try repository.write("3\n", to: "data/c.csv")
    if isDVC {
      try repository.write("images/\n", to: "data/.dvcignore")
      let text = "outs:\n- md5: 60b725f10c9c85c70d97880dfe8191b3.dir\n  size: 2\n  path: data\n"
      try repository.write(text, to: "data.dvc")
    } else {
      _ = try await run("track", "data", "--exclude", "images/")
    }
    try await repository.shell.script("git add --force .")
    try await repository.commit()
    try await repository.shell.script("GIT_LFS_SKIP_SMUDGE=1 git clone --quiet . ../clone")
    let shell = repository.shell.at(repository.base.appending("clone"))
    try await shell.script("printf '2\\n' >data/images/deep/a.bin; rm -rf .git/lfs")
    let said = try await shell.run(Tools.path("modelgate-data").string, ["verify"])
    #expect(said.status == 1, "\(said)")
    #expect(said.output.contains("refused  data/images/deep/a.bin  lfs  "), "\(said)")
  }

  // MARK: modelgate.yaml

  /// Tables, and revisions in a cache other than `main`, have no name that a search could look for.
  @Test(
    .enabled("needs the tools of every format") { await PythonPeer.has(ManifestFixture.modules) })
  func verifiesWhatTheConfigurationNames() async throws {
    let hub = try await ManifestFixture.formats.value.worktree(with: "hub")
    try await repository.shell("cp", "-a", hub.path.appending("hub").string, ".")
    try repository.write("1\n", to: "other.csv")
    _ = try await run("track", "other.csv")
    let folder = "hub/datasets--o--n"
    try await repository.shell("mv", "\(folder)/refs/main", "\(folder)/refs/v1")
    let blob = "\(folder)/blobs/c1e3db1a718c8b2c34181f9ed8d45c91369808c337752ff95016130aed2ee693"
    let other = try await run("verify").output
    #expect(!other.contains("huggingface"))
    try repository.write(
      "version: 1\ndata: { corpus: { path: \(folder), manifest: \(folder)/refs/v1 } }\n",
      to: "modelgate.yaml")
    let intact = try await run("verify").output
    #expect(intact.hasPrefix(other) && intact.contains("ok  \(folder)  huggingface  "), "\(intact)")
    #expect(try await run("list").output.contains("\(folder)  huggingface  4 files\n"))
    for name in ["corpus", folder, "datasets--o--n"] {
      #expect(try await run("verify", name).output.hasPrefix("ok  \(folder)  huggingface  "))
    }
    let content = try repository.read(blob)
    try repository.write(content + [0x39], to: blob)
    for names in [[], ["corpus"]] {
      let path = Tools.path("modelgate-data").string
      let refused = try await repository.shell.run(path, ["verify"] + names).expecting(1)
      #expect(refused.output.contains("  changed  blobs/c1e3db"), "\(refused)")
    }
    try repository.write(content, to: blob)
    try Folder.remove(repository.root.appending("\(folder)/refs/v1"))
    let gone = try await run("verify", status: 2)
    #expect(gone.error.contains("\(folder)/refs/v1"), "\(gone)")
  }

  @Test func aBrokenConfigurationIsSaid() async throws {
    try repository.write("1\n", to: "data.csv")
    _ = try await run("track", "data.csv")
    try repository.write("version: 1\ndata: { x: { path: ../data.csv } }\n", to: "modelgate.yaml")
    let refused = try await run("verify", status: 78)
    #expect(refused.output.hasPrefix("ok  data.csv  sha256  "), "\(refused)")
    #expect(refused.error.contains("modelgate.yaml"), "\(refused)")
  }
}
