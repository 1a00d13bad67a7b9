// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing
import Worktree

/// States that `git status` calls clean, each made so by a setting or a flag that people use.
@Suite struct HonestyTests {
  /// Changes a file, keeping its size and putting its time back.
  private static let changeQuietly = "touch -r a ../time; printf 'ONE\\n' > a; touch -r ../time a"

  @Test(arguments: [
    ("git update-index --assume-unchanged a; echo x > a", ["assumeUnchanged a", "modified a"]),
    ("git update-index --assume-unchanged a", ["assumeUnchanged a"]),
    ("git update-index --assume-unchanged a; rm a", ["assumeUnchanged a", "deleted a"]),
    ("git update-index --skip-worktree a; echo x > a", ["modified a", "skipWorktree a"]),
    ("git update-index --skip-worktree a", ["skipWorktree a"]),
    (
      "git config core.trustctime false; git config core.checkStat minimal; \(changeQuietly)",
      ["modified a"]
    ),
    ("git config core.fileMode false; chmod +x a", ["modeChanged(isExecutable: true) a"]),
    ("git config status.showUntrackedFiles no; echo x > new", ["untracked(isFolder: false) new"]),
    (
      """
      printf '#!/bin/sh\\nprintf "token\\\\0"\\n' > .git/hooks/lie; chmod +x .git/hooks/lie
      git config core.fsmonitor .git/hooks/lie; git status; git status; echo x > a
      """, ["modified a"]
    ),
    ("git config core.ignoreStat true; git add a; echo x > a", ["modified a"]),
  ]) func seesThroughWhatMakesGitLookAway(script: String, expected: [String]) async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script(script)
    #expect(try fixture.deviations().sorted() == expected.sorted())
  }

  @Test func gitItselfSeesNoneOfThese() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script(
      "git config core.trustctime false; git config core.checkStat minimal; \(Self.changeQuietly)")
    #expect(try await fixture.git("status", "--porcelain").isEmpty)
    #expect(try fixture.deviations() == ["modified a"])
  }

  /// Content that changes again and again in the same second, always of the same size.
  @Test func sameSecondSameSizeEditsAreSeen() async throws {
    let fixture = try await WorktreeFixture.committed()
    for round in 0..<10 {
      try fixture.write("\(round)aa\n", to: "a")
      try await fixture.git("add", "a")
      try fixture.write("\(round)bb\n", to: "a")
      #expect(try fixture.deviations() == ["modified a"])
    }
  }

  @Test func anIndexWithoutNanosecondsIsNotBelieved() async throws {
    let fixture = try await WorktreeFixture.committed()
    var bytes = try fixture.repository.read(".git/index")
    for offset in [16, 17, 18, 19, 24, 25, 26, 27] { bytes[offset] = 0 }
    bytes.replaceSubrange(bytes.count - 20..<bytes.count, with: repeatElement(0, count: 20))
    let index = try GitIndex(bytes: bytes, written: .max)
    let report = try WorktreeScan.run(root: fixture.root, index: index)
    #expect(report.deviations.isEmpty)
    #expect(report.readFiles == 1)
    #expect(report.trustedFiles == 2)
  }

  @Test func anIndexOfUnknownAgeIsNotBelieved() async throws {
    let fixture = try await WorktreeFixture.committed()
    let index = try GitIndex(bytes: try fixture.repository.read(".git/index"))
    #expect(try WorktreeScan.run(root: fixture.root, index: index).readFiles == 3)
  }

  @Test func aCopiedWorktreeIsReadNotBelieved() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script("cp -a . ../copy; cd ../copy; echo X > a")
    let index = try GitIndex(readingFrom: fixture.indexPath)
    let report = try WorktreeScan.run(
      root: fixture.root.removingLastComponent().appending("copy"), index: index)
    #expect(report.deviations.map { $0.path?.description } == ["a"])
    #expect(report.trustedFiles == 0)
  }
}
