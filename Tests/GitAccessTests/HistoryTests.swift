// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import TestSupport
import Testing

/// HEAD, commits, references and settings, each as git itself says.
@Suite struct HistoryTests {
  @Test func headIsUnbornThenABranchThenDetached() async throws {
    let repository = try await TemporaryRepository()
    #expect(try Repository(at: repository.root).head() == .unborn(branch: "refs/heads/main"))
    let commit = try id(await repository.commit())
    #expect(try Repository(at: repository.root).head() == .branch("refs/heads/main", commit))
    try await repository.git("checkout", "--quiet", "--detach")
    #expect(try Repository(at: repository.root).head() == .detached(commit))
  }

  @Test func aCommitSaysWhatGitSays() async throws {
    let repository = try await TemporaryRepository()
    let first = try id(await repository.commit("first\n\nmore"))
    try await repository.git("checkout", "--quiet", "-b", "side")
    let second = try id(await repository.commit("second"))
    try await repository.git("checkout", "--quiet", "main")
    let third = try id(await repository.commit("third"))
    try await repository.git("merge", "--quiet", "--no-ff", "--message=merge", "side")
    let opened = try Repository(at: repository.root)
    let merge = try opened.commit(try #require(try opened.head().commit))
    #expect(merge.parents == [third, second])
    #expect(merge.summary == "merge" && merge.time == 1_790_000_000)
    #expect(merge.tree == (try id(await repository.git("rev-parse", "HEAD^{tree}"))))
    #expect(try opened.commit(first).summary == "first")
    #expect(try opened.isReachable(first, from: merge.id))
    #expect(try opened.isReachable(first, from: first))
    #expect(try !opened.isReachable(third, from: second))
  }

  @Test func revisionsLeadWhereRevParseLeads() async throws {
    let repository = try await TemporaryRepository()
    try await repository.commit("one")
    try await repository.commit("two")
    try await repository.git("tag", "light")
    try await repository.git("tag", "--annotate", "heavy", "--message=t", "HEAD~1")
    try await repository.git("tag", "--annotate", "heavier", "--message=t", "heavy")
    let opened = try Repository(at: repository.root)
    for revision in ["HEAD", "HEAD~1", "main", "light", "heavy", "heavier", ":/one", "HEAD^{/one}"]
    {
      let object = try await repository.git("rev-parse", revision)
      let expected = try await repository.git("rev-parse", "\(object)^{commit}")
      #expect(try opened.resolveCommit(revision).description == expected, "\(revision)")
    }
    for revision in ["", "nope", "HEAD~9", "HEAD^{tree}", "main..light", "HEAD\0x", "-x"] {
      #expect(throws: GitError.self, "\(revision)") { try opened.resolveCommit(revision) }
    }
  }

  @Test func annotatedTagsPeelAndOtherObjectsDoNot() async throws {
    let repository = try await TemporaryRepository()
    let commit = try id(await repository.commit())
    try await repository.git("tag", "-a", "one", "-m", "t")
    try await repository.git("tag", "-a", "two", "-m", "t", "one")
    try await repository.git("tag", "-a", "tree", "-m", "t", "HEAD^{tree}")
    let opened = try Repository(at: repository.root)
    let nested = try #require(try opened.reference("refs/tags/two"))
    let treeTag = try #require(try opened.reference("refs/tags/tree"))
    #expect(nested != commit)
    #expect(try opened.peelToCommit(nested) == commit)
    #expect(try opened.peelToCommit(commit) == commit)
    #expect(try opened.peelToCommit(treeTag) == nil)
    #expect(try opened.peelToCommit(opened.commit(commit).tree) == nil)
  }

  @Test func aTagOfAMissingObjectIsAnErrorAndNotNothing() async throws {
    let repository = try await TemporaryRepository()
    let text = """
      object 1111111111111111111111111111111111111111
      type commit
      tag broken
      tagger A <a@b> 0 +0000

      x

      """
    let tag = try id(
      String(
        await repository.shell(
          "git", "hash-object", "-t", "tag", "-w", "--stdin", "--literally",
          input: Array(text.utf8)
        ).prefix(40)))
    let opened = try Repository(at: repository.root)
    let error = #expect(throws: GitError.self) { try opened.peelToCommit(tag) }
    #expect(error?.code == .notFound)
  }

  @Test func historyIsWalkedAsRevListWalksIt() async throws {
    let repository = try await TemporaryRepository()
    for number in 0..<5 { try await repository.commit("\(number)") }
    let opened = try Repository(at: repository.root)
    let tip = try opened.resolveCommit("HEAD")
    let base = try opened.resolveCommit("HEAD~3")
    let expected = try await repository.git("rev-list", "HEAD", "^HEAD~3").split(separator: "\n")
    #expect(
      Set(try opened.commits(from: [tip], hiding: [base]).map(\.description))
        == Set(expected.map(String.init)))
    #expect(try opened.commits(from: [tip], hiding: [tip]) == [])
    #expect(throws: GitError.self) { try opened.commits(from: [tip], hiding: [], limit: 4) }
  }

  @Test func referencesAreListedByBytesAndNoneIsLost() async throws {
    let repository = try await TemporaryRepository()
    let commit = try id(await repository.commit())
    for name in ["refs/x/b", "refs/x/a", "refs/x/Z", "refs/x/é", "refs/xy", "refs/x/e\u{301}"] {
      try await repository.git("update-ref", name, "HEAD")
    }
    try await repository.git("pack-refs", "--all")
    try await repository.git("symbolic-ref", "refs/x/dangling", "refs/heads/none")
    try await repository.git("symbolic-ref", "refs/x/link", "refs/heads/main")
    try await repository.shell.script(
      #"git update-ref "$(printf 'refs/x/\377')" HEAD"#)
    let listed = try Repository(at: repository.root).references(prefix: "refs/x/")
    let expected = try await repository.git("for-each-ref", "--format=%(refname)", "refs/x/")
    #expect(listed.map(\.name) == expected.split(separator: "\n").map(String.init))
    #expect(listed.count == 7 && listed.allSatisfy { $0.target == commit })
  }

  @Test func settingsAreReadAsGitReadsThem() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      printf '[t]\\n\\tvalueless\\n\\tempty =\\n\\tyes = on\\n\\tno = 0\\n\\tbad = perhaps\\n' \
        >> .git/config
      git config user.name 'Grace "<H>"'
      git config user.email grace@example.org
      git remote add origin 'ssh://git@example.org/a b.git'
      git config t.yes off
      """)
    let opened = try Repository(at: repository.root)
    #expect(try opened.identity() == Identity(name: #"Grace "<H>""#, email: "grace@example.org"))
    #expect(try opened.remotes() == ["origin"])
    #expect(try opened.url(ofRemote: "origin") == "ssh://git@example.org/a b.git")
    #expect(try opened.url(ofRemote: "none") == nil)
    #expect(try opened.setting("t.none") == nil && opened.flag("t.none") == nil)
    for name in ["valueless", "empty", "yes", "no"] {
      let expected = try await repository.git("config", "--type=bool", "t.\(name)")
      #expect(try opened.flag("t.\(name)") == (expected == "true"), "\(name)")
    }
    #expect(throws: GitError.self) { try opened.flag("t.bad") }
    #expect(throws: GitError.self) { try opened.setting("not a key") }
    #expect(throws: GitError.self) { try opened.setting("t.yes\0x") }
  }
}
