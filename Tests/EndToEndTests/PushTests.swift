// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// Real pushes to a real bare repository, with the hook that people install.
@Suite struct PushTests {
  @Test func refusesACommitWithUnversionedData() async throws {
    let project = try await Project.pushing()
    try project.repository.write(Self.unversioned, to: "modelgate.yaml")
    try await project.repository.commit("declares data that nobody versions")
    let before = try await project.remoteRefs()
    let push = try await project.push("main")
    #expect(push.status != 0, "\(push)")
    #expect(push.output.contains("(data/unversioned)"), "\(push)")
    #expect(push.output.contains("hint: modelgate data track data/new\n"), "\(push)")
    #expect(try await project.remoteRefs() == before)
  }

  @Test func letsACleanCommitThrough() async throws {
    let project = try await Project.pushing()
    try project.repository.write("# more\n" + Example.training, to: "train.py")
    let commit = try await project.repository.commit("more")
    let push = try await project.push("main")
    #expect(push.status == 0, "\(push)")
    #expect(try await project.remoteRefs() == "\(commit) refs/heads/main")
  }

  @Test func judgesThePushedTreeNotTheWorktree() async throws {
    let project = try await Project.pushing()
    let repository = project.repository
    try await repository.git("switch", "--quiet", "--create", "bad")
    try repository.write(Self.unversioned, to: "modelgate.yaml")
    try await repository.commit("bad")
    try await repository.git("switch", "--quiet", "main")
    #expect(try await project.push("bad").status != 0)
    try await repository.git("switch", "--quiet", "bad")
    try repository.write("dirty", to: "train.py")
    let clean = try await project.push("main:refs/heads/copy")
    #expect(clean.status == 0, "\(clean)")
    let refs = try await project.remoteRefs()
    #expect(refs.contains("refs/heads/copy") && !refs.contains("refs/heads/bad"))
  }

  @Test func oneBadRefOfTwoStopsThePush() async throws {
    let project = try await Project.pushing()
    let repository = project.repository
    try await repository.git("branch", "good")
    try await repository.git("switch", "--quiet", "--create", "bad")
    try repository.write(Self.unversioned, to: "modelgate.yaml")
    try await repository.commit("bad")
    let before = try await project.remoteRefs()
    #expect(try await project.push("good", "bad").status != 0)
    #expect(try await project.remoteRefs() == before)
  }

  @Test func letsADeletionThrough() async throws {
    let project = try await Project.pushing()
    #expect(try await project.push("main:refs/heads/old").status == 0)
    let deletion = try await project.push("--delete", "old")
    #expect(deletion.status == 0, "\(deletion)")
    #expect(try await project.remoteRefs().contains("refs/heads/old") == false)
  }

  @Test func letsTheLedgerThrough() async throws {
    let project = try await Project.pushing()
    _ = try await project.build()
    let push = try await project.push("refs/modelgate/ledger")
    #expect(push.status == 0, "\(push)")
  }

  private static let unversioned = Example.configuration(data: "data/new")
}

extension Project {
  /// A committed project, pushed once, with the hook installed from then on.
  fileprivate static func pushing() async throws -> Project {
    let project = try await small()
    try await project.repository.shell.script(
      """
      git init -q --bare --initial-branch=main ../remote.git
      git remote add origin "file://$PWD/../remote.git"
      git push -q origin main
      install -m 755 '\(Peers.package)/hooks/pre-push' .git/hooks/pre-push
      """)
    return project
  }

  fileprivate func push(_ arguments: String...) async throws -> Transcript {
    var shell = repository.shell
    shell.environment["PATH"] = "\(Tools.folder):\(Peers.searchPath)"
    return try await shell.run("git", ["push", "origin"] + arguments)
  }

  fileprivate func remoteRefs() async throws -> String {
    try await repository.git(
      "--git-dir", "../remote.git", "for-each-ref", "--format=%(objectname) %(refname)")
  }
}
