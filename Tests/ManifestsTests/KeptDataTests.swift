// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

/// `verify`, `list` and their hints over data that no manifest names, kept by the real tools.
@Suite struct KeptDataTests {
  let repository: TemporaryRepository

  init() async throws { repository = try await TemporaryRepository() }

  private func run(_ arguments: String..., status: Int32) async throws -> Transcript {
    let path = Tools.path("modelgate-data").string
    return try await repository.shell.run(path, arguments).expecting(status)
  }

  /// What the hint of a refusal says to type.
  private func hint(_ names: String...) async throws -> String {
    let path = Tools.path("modelgate-data").string
    let refused = try await repository.shell.run(path, ["verify"] + names).expecting(1)
    let lines = refused.error.split(separator: "\n").filter { $0.contains("hint: ") }
    return String(try #require(lines.first).dropFirst("modelgate-data: hint: ".count))
  }

  private func largeFiles() async throws {
    try repository.write("*.bin filter=lfs diff=lfs merge=lfs -text\n", to: ".gitattributes")
    try await repository.git("lfs", "install", "--local")
    for name in ["weights/a.bin", "weights/sub/b.bin", "mixed/c.bin"] {
      try repository.write("\(name)\n", to: name)
    }
    try repository.write("about\n", to: "mixed/README")
    try repository.write("", to: "weights/empty.bin")
    try await repository.commit()
    try await repository.shell.script(
      "git init --quiet --bare ../hub.git && git remote add origin ../hub.git && git push --quiet origin main"
    )
  }

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func findsTheFilesOfGitLFS() async throws {
    try await largeFiles()
    let listed = try await run("list", status: 0)
    #expect(
      listed.output == "mixed/c.bin  lfs  1 file, 12 bytes\nweights  lfs  3 files, 32 bytes\n")
    let verified = try await run("verify", status: 0)
    #expect(verified.output.contains("ok  weights  lfs  3 files, 32 bytes"), "\(verified)")
    #expect(try await run("verify", "weights/a.bin", status: 0).output.contains("lfs  1 file"))
    #expect(try await run("verify", "mixed", status: 0).output.contains("mixed  lfs  2 files"))
    // A native manifest of the same folder says more, and is asked instead.
    _ = try await run("track", "weights", status: 0)
    #expect(try await run("list", status: 0).output.contains("weights  sha256  3 files\n"))
    #expect(try await !run("list", status: 0).output.contains("weights  lfs"))
  }

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func hintsBringFilesOfGitLFSBack() async throws {
    try await largeFiles()
    try repository.write("other\n", to: "weights/a.bin")
    let refused = try await run("verify", status: 1)
    #expect(refused.output.contains("changed  a.bin  recorded 14 bytes"), "\(refused)")
    try await repository.shell.script(hint())
    _ = try await run("verify", status: 0)
    // A clone that fetched nothing has the pointers.
    try await repository.shell.script(
      "rm -r weights .git/lfs/objects && GIT_LFS_SKIP_SMUDGE=1 git restore weights")
    #expect(try await run("verify", "weights", status: 1).output.contains("missing  a.bin"))
    try await repository.shell.script(hint("weights"))
    _ = try await run("verify", status: 0)
  }

  @Test(.enabled(if: Peers.has("git-annex"), "needs git-annex"))
  func hintsBringFilesOfGitAnnexBack() async throws {
    for name in ["a", "b", "c"] { try repository.write("\(name)\n", to: "data/\(name)") }
    try await repository.shell.script(
      """
      git annex init --quiet here && git annex add --quiet data && git annex unlock --quiet data/c
      git commit --quiet --message data && git clone --quiet . ../other
      git -C ../other annex init --quiet other && git -C ../other annex get --quiet data
      git remote add other ../other && git annex sync --quiet --no-content other >/dev/null 2>&1
      """)
    _ = try await run("verify", status: 0)
    for harm in [
      "git annex drop --quiet data/a", "rm data/b", "echo other >data/c", "rm data/c",
      "f=$(readlink -f data/b); chmod u+w $f; echo x >$f",
    ] {
      try await repository.shell.script(harm)
      let hint = try await hint()
      _ = try await repository.shell.run("sh", ["-c", hint])
      let verified = try await run("verify", status: 0)
      #expect(verified.output.contains("ok  data  annex  3 files"), "\(harm): \(hint): \(verified)")
    }
  }

  /// git-annex never ran in such a clone, and a shallow one has not even its branch.
  @Test(
    .enabled(if: Peers.has("git-annex"), "needs git-annex"),
    arguments: [
      ("", ""), ("", "--depth 1"), ("git config annex.addunlocked true", ""),
      (
        "git config annex.addunlocked true && echo '* annex.backend=MD5E' >.gitattributes"
          + " && git add .gitattributes", "--depth 1"
      ),
    ])
  func seesFilesOfGitAnnexInAPlainClone(setting: String, options: String) async throws {
    try repository.write("1", to: "data/x.dat")
    try await repository.shell.script(
      """
      git annex init --quiet here && \(setting.isEmpty ? "true" : setting)
      git annex add --quiet data && git commit --quiet --message data
      git clone --quiet \(options) "file://$PWD" ../clone
      mkdir ../clone/other && echo 1 >../clone/other/x
      """)
    let clone = repository.shell.at(repository.base.appending("clone"))
    let tool = Tools.path("modelgate-data").string
    _ = try await clone.run(tool, ["track", "other"]).expecting(0)
    let refused = try await clone.run(tool, ["verify"]).expecting(1)
    #expect(refused.output.contains("refused  data  annex"), "\(refused)")
    #expect(refused.output.contains("\n  missing  "), "\(refused)")
    #expect(refused.error.contains("hint: git annex get -- data"), "\(refused)")
  }

  @Test(.enabled(if: Peers.has("git-annex"), "needs git-annex"))
  func namesTheFileOfAKeyThatIsNotJudged() async throws {
    try repository.write("1", to: "data/x.dat")
    try await repository.shell.script(
      """
      git annex init --quiet here && git config annex.backend SHA3_224
      git annex add --quiet data && git commit --quiet --message data
      """)
    let open = try await run("verify", status: 2)
    #expect(open.error.contains("the annexed file 'data/x.dat'"), "\(open)")
    #expect(open.error.contains("--backend=SHA256E -- data/x.dat &&"), "\(open)")
  }

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func hintsAcceptWhatWasAdded() async throws {
    try await largeFiles()
    try repository.write("new\n", to: "weights/new.bin")
    #expect(try await hint() == "git add -- weights && git commit   # to accept this data")
    try await repository.shell.script("git add -- weights && git commit --quiet --message new")
    _ = try await run("verify", status: 0)
  }
}
