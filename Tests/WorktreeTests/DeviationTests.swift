// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing
import Worktree

/// Each way in which a worktree can differ, and its honest neighbour.
@Suite struct DeviationTests {
  @Test func nothingDeviatesInACleanWorktree() async throws {
    let fixture = try await WorktreeFixture.committed()
    let report = try fixture.scan()
    #expect(report.deviations.isEmpty)
    #expect(report.trustedFiles == 3)
    #expect(report.readFiles == 0)
    let tree = try await fixture.git("rev-parse", "HEAD^{tree}").prefix(40)
    #expect("\(try #require(report.indexTree))".utf8.elementsEqual(tree))
  }

  @Test func aParanoidScanReadsEverything() async throws {
    let fixture = try await WorktreeFixture.committed()
    let report = try fixture.scan { $0.isParanoid = true }
    #expect(report.deviations.isEmpty)
    #expect(report.readFiles == 3)
  }

  @Test func aTouchedFileIsReadAndFoundUnchanged() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script("touch a dir/b")
    let report = try fixture.scan()
    #expect(report.deviations.isEmpty)
    #expect(report.readFiles == 2)
  }

  @Test(arguments: [
    ("echo other > a", ["modified a"]),
    ("rm a", ["deleted a"]),
    ("rm -r dir", ["deleted dir/b", "deleted dir/sub/c"]),
    ("chmod +x a", ["modeChanged(isExecutable: true) a"]),
    ("echo other > a; chmod +x a", ["modeChanged(isExecutable: true) a", "modified a"]),
    ("rm a; ln -s dir a", ["typeChanged(to: Files.FileStatus.Kind.symbolicLink) a"]),
    ("rm a; mkdir a", ["typeChanged(to: Files.FileStatus.Kind.directory) a"]),
    ("rm a; mkfifo a", ["typeChanged(to: Files.FileStatus.Kind.special) a"]),
    ("echo x > new", ["untracked(isFolder: false) new"]),
    ("echo x > dir/sub/new", ["untracked(isFolder: false) dir/sub/new"]),
    ("mkdir -p new/er; echo x > new/er/x", ["untracked(isFolder: true) new"]),
    ("mkdir -p new/er/empty", []),
    ("ln -s /etc/passwd link", ["untracked(isFolder: false) link"]),
    ("mkfifo pipe dir/pipe", ["special(\"FIFO\") dir/pipe", "special(\"FIFO\") pipe"]),
    ("git init -q inner; echo x > inner/x", ["nestedRepository inner"]),
    ("git init -q dir/sub", ["nestedRepository dir/sub"]),
    ("mkdir -p x/.git", []),
    ("git init -q x/inner", ["untracked(isFolder: true) x"]),
    (
      "mv dir elsewhere; ln -s elsewhere dir",
      [
        "deleted dir/b", "deleted dir/sub/c", "untracked(isFolder: false) dir",
        "untracked(isFolder: true) elsewhere",
      ]
    ),
    (
      "rm -r dir; echo x > dir",
      ["deleted dir/b", "deleted dir/sub/c", "untracked(isFolder: false) dir"]
    ),
    (
      "rm -r dir; ln -s dir dir",
      ["deleted dir/b", "deleted dir/sub/c", "untracked(isFolder: false) dir"]
    ),
    ("echo x > new; git add -N new", ["intentToAdd new"]),
    ("git rm -q --cached a", ["untracked(isFolder: false) a"]),
  ]) func saysWhatDiffers(script: String, expected: [String]) async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script(script)
    #expect(try fixture.deviations().sorted() == expected.sorted())
    #expect(try fixture.deviations { $0.isParanoid = true }.sorted() == expected.sorted())
    #expect(try fixture.deviations { $0.threads = 1 }.sorted() == expected.sorted())
  }

  @Test func comparesTheTargetsOfLinks() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script("ln -s a link; git add link")
    #expect(try fixture.deviations().isEmpty)
    try await fixture.repository.shell.script("ln -sfn b link")
    #expect(try fixture.deviations() == ["modified link"])
    try await fixture.repository.shell.script("rm link; printf a > link")
    #expect(
      try fixture.deviations() == ["typeChanged(to: Files.FileStatus.Kind.file) link"])
  }

  @Test func saysWhatIsInThePlaceOfASubmodule() async throws {
    let fixture = try await WorktreeFixture.committed()
    let states: [(String, GitlinkState.Presence)] = [
      ("", .repository), ("rm -rf sub/.git", .filesOnly), ("rm -rf sub; mkdir sub", .empty),
      ("rmdir sub", .missing), ("echo x > sub", .notFolder(.file)),
    ]
    try await fixture.repository.shell.script(
      "git init -q sub; cd sub; git commit -q --allow-empty -m x; touch f; cd ..; git add sub")
    for (script, presence) in states {
      try await fixture.repository.shell.script(script)
      let report = try fixture.scan()
      #expect(report.gitlinks.map(\.presence) == [presence])
      #expect(report.deviations.isEmpty)
    }
  }

  @Test func readsManyChangedFilesOnAllThreads() async throws {
    let fixture = try await WorktreeFixture()
    for number in 0..<300 { try fixture.write("\(number)\n", to: "many/\(number)") }
    try await fixture.git("add", "--all")
    try await fixture.settle()
    try await fixture.repository.shell.script("touch many/*; echo x > many/17; echo x > many/250")
    let report = try fixture.scan { $0.threads = 4 }
    #expect(report.readFiles == 300)
    #expect(report.deviations.map { $0.path?.description } == ["many/17", "many/250"])
  }

  @Test func namesAreBytes() async throws {
    let fixture = try await WorktreeFixture()
    let names: [[UInt8]] = [
      [0xff, 0xfe], Array("new\nline".utf8), Array("quo\"te".utf8), Array("\\".utf8), [0x01],
      Array(" ".utf8), Array("dir ".utf8) + [0x2f, 0xe9], Array(repeating: 0x61, count: 255),
    ]
    for name in names { try fixture.write([1], name) }
    #expect(try fixture.scan().deviations.count == names.count)
    try await fixture.git("add", "--all")
    #expect(try fixture.deviations().isEmpty)
    for name in names { try fixture.write([2], name) }
    let found = try fixture.scan().deviations
    #expect(Set(found.compactMap(\.path?.bytes)) == Set(names))
    #expect(found.allSatisfy { $0.kind == .modified })
  }

  @Test func compositionAndCaseAreOtherNames() async throws {
    let fixture = try await WorktreeFixture()
    let (composed, decomposed) = ("\u{e9}", "e\u{301}")
    try fixture.write("1", to: composed)
    try fixture.write("2", to: "Dir/x")
    try await fixture.git("add", "--all")
    #expect(try fixture.scan().twins.isEmpty)
    try fixture.write("1", to: decomposed)
    try fixture.write("2", to: "dir/x")
    try fixture.write("3", to: "dir/X")
    #expect(
      try fixture.deviations() == [
        "untracked(isFolder: true) dir", "untracked(isFolder: false) e\u{301}",
      ])
    try await fixture.git("add", "--all")
    let twins = try fixture.scan().twins.map { $0.map(\.bytes) }
    let expected = [["Dir", "dir"], [decomposed, composed], ["dir/X", "dir/x"]]
    #expect(Set(twins) == Set(expected.map { $0.map { Array($0.utf8) } }))
  }

  @Test func aFolderOfTenThousandEntriesIsOneFolder() async throws {
    let fixture = try await WorktreeFixture()
    try await fixture.repository.shell.script("mkdir big; cd big; seq 10000 | xargs touch")
    try await fixture.git("add", "--all")
    #expect(try fixture.deviations().isEmpty)
    try await fixture.repository.shell.script("rm big/77; echo x > big/10000; touch big/new")
    #expect(
      try fixture.deviations()
        == ["modified big/10000", "deleted big/77", "untracked(isFolder: false) big/new"])
  }

  @Test func pathsLongerThanTheKernelTakesAreReached() async throws {
    let fixture = try await WorktreeFixture()
    let half = Array(repeating: String(repeating: "d", count: 200), count: 18).joined(
      separator: "/")
    try await fixture.repository.shell.script(
      "mkdir -p inner/\(half) deep/\(half); echo x > inner/\(half)/end; mv inner deep/\(half)")
    #expect(try fixture.deviations() == ["untracked(isFolder: true) deep"])
  }

  @Test func foldersOneInAnotherAThousandTimes() async throws {
    let fixture = try await WorktreeFixture()
    let deep = Array(repeating: "d", count: 1000).joined(separator: "/")
    try await fixture.repository.shell.script(
      "mkdir -p \(deep); echo x > \(deep)/f; echo y > d/d/g")
    try await fixture.git("add", "--all")
    #expect(try fixture.deviations().isEmpty)
    try await fixture.repository.shell.script("echo y > \(deep)/f")
    #expect(try fixture.deviations() == ["modified \(deep)/f"])
  }

  @Test func looksOnlyWhereItIsTold() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script(
      "for f in a dir/b dir/sub/c; do echo x > $f; touch $f.new; done")
    let below = PathScope.below([try path("dir/sub"), try path("a")])
    #expect(
      try fixture.deviations { $0.scope = below }
        == ["modified a", "modified dir/sub/c", "untracked(isFolder: false) dir/sub/c.new"])
  }

  @Test func aFolderThatCannotBeReadIsSaid() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script("chmod 000 dir/sub")
    let found = try fixture.deviations()
    try await fixture.repository.shell.script("chmod 700 dir/sub")
    // Root reads everything.
    #expect(found == ["unreadable(Permission denied) dir/sub"] || found.isEmpty)
  }
}
