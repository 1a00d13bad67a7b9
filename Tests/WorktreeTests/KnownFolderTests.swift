// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing
import Worktree

/// Scans that do not list folders again, and what happens between one and the next.
@Suite struct KnownFolderTests {
  /// Longer than the clock of any local file system takes to advance.
  private static let tick: Int64 = 20_000_000

  let fixture: WorktreeFixture
  private var file: FilePath { fixture.root.appending(".git/modelgate/seen/folders") }

  /// `dir` and `dir/sub` hold only what is tracked, `out` also holds an ignored file.
  init() async throws {
    fixture = try await WorktreeFixture.committed()
    try await fixture.repository.shell.script(
      """
      mkdir out twin; echo '*.log' > .gitignore; echo 4 > out/d; echo 5 > out/e.log
      echo 6 > twin/b; mkdir twin/sub; echo 7 > twin/sub/c
      git add --all; git commit --quiet --message second
      """)
    try await fixture.settle()
    try await Task.sleep(for: .milliseconds(60))
  }

  private func known() throws -> KnownFolders {
    try #require(KnownFolders(file, minimum: 1, quietFor: Self.tick))
  }

  /// Scans as a later run of the tool would.
  private func scan(_ configure: (inout ScanOptions) -> Void = { _ in }) throws -> WorktreeReport {
    let known = try known()
    return try fixture.scan {
      $0.knownFolders = known
      configure(&$0)
    }
  }

  private func lines(_ report: WorktreeReport) -> [String] {
    report.deviations.map { "\($0.kind) \($0.path?.description ?? ".")" }
  }

  private func isHonest() throws -> Bool { try known().isHonest(at: fixture.root) }

  @Test func listsAgainOnlyWhatHoldsMoreThanTheIndex() throws {
    #expect(try scan().listedFolders == 6)
    guard try isHonest() else { return }
    let again = try scan()
    #expect(again.listedFolders == 1)
    #expect(again.deviations.isEmpty)
    #expect(again.trustedFiles == 7)
  }

  /// What is done, and what a scan then has to say.
  private static let changes: [(script: String, expected: [String])] = [
    ("touch dir/new", ["untracked(isFolder: false) dir/new"]),
    ("mkdir dir/new; touch dir/new/x", ["untracked(isFolder: true) dir/new"]),
    ("mkfifo dir/sub/pipe", ["special(\"FIFO\") dir/sub/pipe"]),
    ("rm dir/sub/c", ["deleted dir/sub/c"]),
    ("rm -r dir/sub", ["deleted dir/sub/c"]),
    ("mv dir/b dir/B", ["deleted dir/b", "untracked(isFolder: false) dir/B"]),
    ("mv dir/b x; mv dir/sub/c dir/b; mv x dir/sub/c", ["modified dir/b", "modified dir/sub/c"]),
    (
      "touch -r dir ../t; touch dir/new; touch -r ../t dir",
      ["untracked(isFolder: false) dir/new"]
    ),
    (
      "mv dir x; mv twin dir; mv x twin",
      [
        "modified dir/b", "modified dir/sub/c", "modified twin/b", "modified twin/sub/c",
      ]
    ),
    (
      """
      mv dir ../away; mkdir dir; cp -a ../away/. dir; touch dir/sub/new
      touch -r ../away/sub dir/sub; touch -r ../away dir
      """, ["untracked(isFolder: false) dir/sub/new"]
    ),
    (
      "mv dir/sub ../away; ln -s ../../away dir/sub",
      ["deleted dir/sub/c", "untracked(isFolder: false) dir/sub"]
    ),
    (
      "mv dir ../away; ln -s ../away dir",
      [
        "deleted dir/b", "deleted dir/sub/c", "untracked(isFolder: false) dir",
      ]
    ),
    ("git init --quiet dir/sub", ["nestedRepository dir/sub"]),
    ("rm dir/b; mkdir dir/b", ["typeChanged(to: Files.FileStatus.Kind.directory) dir/b"]),
    ("git rm --quiet --cached dir/b", ["untracked(isFolder: false) dir/b"]),
    ("git rm --quiet -r --cached dir/sub", ["untracked(isFolder: true) dir/sub"]),
    (
      "git update-index --add --cacheinfo 100644,$(git hash-object dir/b),dir/sub/more",
      ["deleted dir/sub/more"]
    ),
    (": > .gitignore", ["modified .gitignore", "untracked(isFolder: false) out/e.log"]),
    (
      "echo one > .git/info/exclude; touch dir/one dir/two",
      [
        "untracked(isFolder: false) dir/one", "untracked(isFolder: false) dir/two",
      ]
    ),
    ("echo TWO > dir/b", ["modified dir/b"]),
    ("chmod +x dir/b", ["modeChanged(isExecutable: true) dir/b"]),
    (
      "git update-index --assume-unchanged dir/b; echo TWO > dir/b",
      [
        "assumeUnchanged dir/b", "modified dir/b",
      ]
    ),
  ]

  @Test(arguments: changes.indices) func seesEveryChange(_ number: Int) async throws {
    let change = Self.changes[number]
    _ = try scan()
    try await fixture.repository.shell.script(change.script)
    let plain = lines(try fixture.scan())
    #expect(lines(try scan()) == plain)
    // What was noted of the changed state is right as well.
    try await Task.sleep(for: .milliseconds(60))
    #expect(lines(try scan()) == plain)
    #expect(lines(try scan()) == plain)
    #expect(plain.sorted() == change.expected.sorted())
  }

  /// A name that appears within the tick of the clock in which the folder was listed.
  @Test func believesNoFolderThatChangedJustNow() throws {
    for round in 0..<50 {
      try fixture.write("x", to: "dir/sub/new")
      #expect(lines(try scan()) == ["untracked(isFolder: false) dir/sub/new"], "round \(round)")
      try Folder.remove(fixture.root.appending("dir/sub/new"))
      #expect(lines(try scan()).isEmpty, "round \(round)")
    }
  }

  @Test func aParanoidScanListsEverything() throws {
    _ = try scan()
    #expect(try scan { $0.isParanoid = true }.listedFolders == 6)
  }

  @Test func aScanOfAPartNotesNothing() throws {
    let part = PathScope.below([try path("dir")])
    _ = try scan { $0.scope = part }
    #expect((try? FileStatus(file)) == nil)
  }

  @Test func withinAMergeConflictNothingIsKnown() async throws {
    _ = try scan()
    try await fixture.repository.shell.script(
      """
      id=$(git hash-object dir/b)
      git rm --quiet --cached dir/b
      printf '100644 %s 1\\tdir/b\\n100644 %s 2\\tdir/b\\n' $id $id | git update-index --index-info
      """)
    let report = try scan()
    #expect(lines(report) == ["unmerged dir/b"])
    #expect(report.listedFolders == 6)
  }

  @Test func aDamagedListIsNotBelieved() throws {
    _ = try scan()
    guard try isHonest() else { return }
    let whole = try SmallFile.read(file, limit: 1 << 20)
    try fixture.write("x", to: "dir/new")
    let expected = ["untracked(isFolder: false) dir/new"]
    var damaged: [[UInt8]] = [[], Array(whole.dropLast()), whole + [0], whole + whole]
    damaged.append([UInt8](repeating: 0xff, count: whole.count))
    for offset in stride(from: 0, to: whole.count, by: 3) {
      var bytes = whole
      bytes[offset] ^= 1
      damaged.append(bytes)
    }
    for bytes in damaged {
      try AtomicFile.write(bytes, to: file)
      #expect(lines(try scan()) == expected)
    }
  }

  @Test func aListFromBeforeTheLastStartIsNotBelieved() throws {
    _ = try scan()
    guard try isHonest() else { return }
    let whole = try SmallFile.read(file, limit: 1 << 20)
    let start = try SmallFile.read("/proc/sys/kernel/random/boot_id", limit: 64).dropLast()
    var place = 0
    while !whole.dropFirst(place).starts(with: start) { place += 1 }
    let text = String(decoding: whole[..<place], as: UTF8.self)
    #expect(text == "modelgate folders 1 ")
    // The same records under another header, with a right checksum.
    let header = whole[..<(place + start.count + 1)]
    let table = try #require(
      StatusTable(parsing: whole, header: Array(header), payloadSize: 16))
    #expect(table.count == 5)
    let other = Array(text.utf8) + start.reversed() + [0x0a]
    let moved = table.text(adding: StatusRecords(payloadSize: 16), header: other, limit: 100)
    try AtomicFile.write(moved, to: file)
    #expect(try scan().listedFolders == 6)
  }

  @Test func survivesAListThatIsAFolderOrALink() throws {
    try Folder.create(file)
    #expect(try scan().deviations.isEmpty)
    try Folder.remove(file)
    try Folder.remove(file.removingLastComponent())
    try fixture.write("x", to: ".git/modelgate/seen")
    #expect(try scan().deviations.isEmpty)
  }

  /// Whoever writes last wins, and everybody is right.
  @Test func scansAtTheSameTimeAreRight() async throws {
    let expected = ["untracked(isFolder: false) dir/new"]
    for round in 0..<10 {
      try fixture.write("\(round)", to: "dir/new")
      try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<4 { group.addTask { lines(try scan()) } }
        for try await found in group { #expect(found == expected) }
      }
      try Folder.remove(fixture.root.appending("dir/new"))
      #expect(try scan().deviations.isEmpty)
      try await Task.sleep(for: .milliseconds(30))
      #expect(try scan().deviations.isEmpty)
    }
    let names = try Folder.names(in: file.removingLastComponent())
    #expect(names == [Array("folders".utf8)], "no leftovers")
  }

  @Test func littleIsNotWorthWriting() throws {
    let known = try #require(KnownFolders(file, quietFor: Self.tick))
    _ = try fixture.scan { $0.knownFolders = known }
    #expect((try? FileStatus(file)) == nil)
  }
}

extension KnownFolders {
  /// Whether a folder lies on a file system where such lists prove something.
  func isHonest(at path: FilePath) -> Bool {
    guard let folder = try? FileDescriptor.open(path, .readOnly) else { return false }
    defer { try? folder.close() }
    return status(of: folder) != nil
  }
}
