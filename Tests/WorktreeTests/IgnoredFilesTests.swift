// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Worktree

/// Ignored files are silent, but for where the caller asks.
@Suite struct IgnoredFilesTests {
  private func fixture() async throws -> WorktreeFixture {
    let fixture = try await WorktreeFixture.committed()
    try fixture.write("*.log\n/data/\n/empty/\n", to: ".gitignore")
    try fixture.write("!keep.log\n", to: "dir/.gitignore")
    try await fixture.git("add", "--all")
    try await fixture.repository.shell.script(
      """
      mkdir -p data/raw/deep new empty/er
      touch a.log dir/x.log data/raw/1.csv data/raw/deep/2.csv new/x.log
      """)
    return fixture
  }

  @Test func nobodyAsks() async throws {
    let fixture = try await fixture()
    #expect(try fixture.deviations().isEmpty)
    try fixture.write("", to: "dir/keep.log")
    #expect(try fixture.deviations() == ["untracked(isFolder: false) dir/keep.log"])
  }

  @Test func everywhere() async throws {
    let fixture = try await fixture()
    let found = try fixture.deviations { $0.reportsIgnored = .everything }
    #expect(
      found == [
        "ignored(isFolder: false) a.log", "ignored(isFolder: true) data",
        "ignored(isFolder: false) dir/x.log", "ignored(isFolder: false) new/x.log",
      ])
  }

  @Test func insideADeclaredInput() async throws {
    let fixture = try await fixture()
    let inputs = PathScope.below([try path("data/raw/deep"), try path("dir")])
    let found = try fixture.deviations { $0.reportsIgnored = inputs }
    #expect(
      found == [
        "ignored(isFolder: true) data/raw/deep", "ignored(isFolder: false) dir/x.log",
      ])
  }

  @Test func excludesOfRepositoryAndUserHideButDoNotHideInputs() async throws {
    let fixture = try await WorktreeFixture.committed()
    try fixture.write("", to: "dir/evil.csv")
    let excludes = IgnoreFile(Array("*.csv\n".utf8))
    #expect(try fixture.deviations { $0.repositoryExcludes = excludes }.isEmpty)
    let input = PathScope.below([try path("dir")])
    #expect(
      try fixture.deviations {
        $0.userExcludes = excludes
        $0.reportsIgnored = input
      } == ["ignored(isFolder: false) dir/evil.csv"])
  }

  @Test func aLinkIsNoIgnoreFile() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script(
      "echo '*' > ../all; ln -s ../../all dir/.gitignore; touch dir/new")
    #expect(
      try fixture.deviations() == [
        "untracked(isFolder: false) dir/.gitignore", "untracked(isFolder: false) dir/new",
      ])
  }
}
