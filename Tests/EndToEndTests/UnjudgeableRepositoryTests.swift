// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// Repositories that cannot be judged: exit 2 with the reason, from the gate and from the build.
@Suite struct UnjudgeableRepositoryTests {
  /// A repository in an unusual state, and the words that say so.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Shell lines, run in a committed repository.
    let setup: String
    let reason: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "not a repository", setup: "rm -rf .git",
      reason: "not a git repository, nor is any folder above it"),
    Case(
      name: "bare", setup: "git clone -q --bare . ../bare && rm -rf .git && mv ../bare .git",
      reason: "a bare repository has no worktree"),
    Case(
      name: "unborn HEAD", setup: "git switch -q --orphan empty",
      reason: "'refs/heads/empty' has no commit yet"),
    Case(
      name: "merge in progress",
      setup: """
        git switch -q -c other && git commit -q --allow-empty -m other
        git switch -q main && git merge -q --no-ff --no-commit other
        """,
      reason: "a merge is under way"),
    Case(
      name: "rebase in progress",
      setup: "git commit -q --allow-empty -m two && ! git rebase -q --exec false HEAD~1",
      reason: "a rebase is under way"),
    Case(
      name: "SHA-256",
      setup:
        "rm -rf .git && git init -q --object-format=sha256 && git add -A && git commit -q -m x",
      reason: "names objects by SHA-256"),
    Case(
      name: "partial clone that lacks what is judged",
      setup: """
        git config uploadpack.allowFilter true
        git clone -q --no-checkout --filter=blob:none "file://$PWD" ../partial
        cp .git/index ../partial/.git && rm -rf .git && mv ../partial/.git .git
        """,
      reason: "this is a partial clone, and the object was not fetched"),
    Case(
      name: "split index without its other half",
      setup: "git update-index --split-index && rm .git/sharedindex.*",
      reason: "it is split over two files"),
    Case(
      name: "unknown extension",
      setup: """
        git config core.repositoryFormatVersion 1
        git config extensions.sorcery true
        """,
      reason: "uses the extension 'sorcery'"),
    Case(
      name: "a configuration that may not be read", setup: "rm .git/config && mkdir .git/config",
      reason: "/config': it is a directory"),
    Case(
      name: "a configuration that is a FIFO", setup: "rm .git/config && mkfifo .git/config",
      reason: "/config': it is a FIFO"),
    Case(
      name: "a configuration without an end",
      setup: "rm .git/config && ln -s /dev/zero .git/config",
      reason: "/config': it is a character device"),
    Case(
      name: "packed references that are a FIFO", setup: "mkfifo .git/packed-refs",
      reason: "/packed-refs'"),
    Case(
      name: "HEAD that is a FIFO", setup: "rm .git/HEAD && mkfifo .git/HEAD",
      reason: "not a git repository, nor is any folder above it"),
    Case(
      name: "a branch that is a FIFO",
      setup: "rm .git/refs/heads/main && mkfifo .git/refs/heads/main",
      reason: "/refs/heads/main'"),
    Case(
      name: "a list of lenders that is a FIFO", setup: "mkfifo .git/objects/info/alternates",
      reason: "/alternates'"),
    Case(
      name: "a way to the common directory that is a FIFO", setup: "mkfifo .git/commondir",
      reason: "/commondir'"),
    Case(
      name: "corrupt index", setup: "printf DIRC >.git/index",
      reason: "it ends within its header"),
  ]

  @Test(arguments: cases) func saysWhy(_ example: Case) async throws {
    let project = try await Project.small()
    try await project.repository.shell.script(example.setup)
    for tool in ["check", "build"] {
      let transcript = try await project.run(tool)
      #expect(transcript.status == 2, "\(transcript)")
      let said = transcript.output + transcript.error
      #expect(said.contains(example.reason), "\(transcript)")
      #expect(!said.contains("passed"))
    }
    #expect(try await project.files(below: "modelgate-out").isEmpty)
  }

  @Test func neverMistakesAMissingObjectForAClearAnswer() async throws {
    let project = try await Project.small()
    let tree = try await project.repository.git("rev-parse", "HEAD^{tree}")
    try Folder.remove(
      project.root.appending(".git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))"))
    let transcript = try await project.run("check")
    #expect(transcript.status == 2, "\(transcript)")
  }
}
