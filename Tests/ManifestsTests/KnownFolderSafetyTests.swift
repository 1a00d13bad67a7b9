// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// Folders of data that are not listed again, and what happens between one run and the next.
@Suite struct KnownFolderSafetyTests {
  private static let tool = Tools.path("modelgate-data").string

  let worktree: Worktree
  private var file: FilePath { worktree.path.appending(".git/modelgate/seen/folders") }

  /// A dataset that is large enough for anything to be kept.
  init() async throws {
    worktree = try Worktree()
    try await worktree.shell.script(
      """
      mkdir .git data; cd data
      for folder in $(seq 0 41); do
        mkdir -p $folder/sub
        for file in $(seq 0 99); do echo $folder $file >$folder/$file; done
        echo $folder >$folder/sub/x
      done
      """)
    try worktree.track("data")
    // Times of attributes cannot be set: what was made now is new for two seconds.
    try await worktree.shell("sleep", "2.1")
    try await verify().expecting(0)
  }

  private func verify(_ arguments: String...) async throws -> Transcript {
    try await worktree.shell.run(Self.tool, ["verify"] + arguments)
  }

  /// What is done, what then has to be said, and how it is undone.
  private static let changes: [(script: String, expected: [String], undo: String)] = [
    ("touch data/7/new", ["extra    7/new"], "rm data/7/new"),
    (
      "touch -r data/7 t; touch data/7/new; touch -r t data/7", ["extra    7/new"],
      "rm data/7/new t"
    ),
    ("mv data/7/1 t", ["missing  7/1"], "mv t data/7/1"),
    ("mv data/7/1 data/7/x", ["missing  7/1", "extra    7/x"], "mv data/7/x data/7/1"),
    (
      "mv data/7/1 t; mv data/7/2 data/7/1; mv t data/7/2", ["changed  7/1", "changed  7/2"],
      "mv data/7/1 t; mv data/7/2 data/7/1; mv t data/7/2"
    ),
    (
      "mv data/7 t; mv data/8 data/7; mv t data/8", ["changed  7/1", "changed  8/sub/x"],
      "mv data/7 t; mv data/8 data/7; mv t data/8"
    ),
    ("mv data/7/sub t", ["missing  7/sub/x"], "mv t data/7/sub"),
    ("mkfifo data/7/sub/y", ["7/sub/y"], "rm data/7/sub/y"),
    ("mv data/7/1 t; ln -s 2 data/7/1", ["7/1"], "rm data/7/1; mv t data/7/1"),
    ("mv data/7 t; ln -s ../t data/7", ["missing  7/1"], "rm data/7; mv t data/7"),
    ("echo 7 9 >data/7/1", ["changed  7/1"], "echo 7 1 >data/7/1"),
    ("echo 'exclude /7/1' >data/.modelgate-patterns", ["7/1"], "rm data/.modelgate-patterns"),
  ]

  @Test func everyChangeIsSeen() async throws {
    for change in Self.changes {
      try await worktree.shell.script(change.script)
      let found = try await verify()
      let full = try await verify("--full")
      #expect(found.output == full.output, "\(change.script)")
      #expect(found.status == full.status && found.status != 0, "\(change.script)")
      for line in change.expected { #expect(found.output.contains(line), "\(found)") }
      try await worktree.shell.script(change.undo)
      try await verify().expecting(0)
    }
  }

  @Test func whatTheManifestNoLongerListsIsSeen() async throws {
    let text = try worktree.read("data.sha256")
    let lines = text.split(separator: 0x0a)
    let shorter = lines.filter { !$0.ends(with: "  7/1") }.flatMap { $0 + [0x0a] }
    try worktree.write("data.sha256", shorter)
    #expect(try await verify().expecting(1).output.contains("extra    7/1"))
    try worktree.write("data.sha256", text)
    try await verify().expecting(0)
  }

  @Test func aDamagedListIsIgnored() async throws {
    guard (try? FileStatus(file)) != nil else { return }
    let whole = try SmallFile.read(file, limit: 1 << 20)
    try worktree.write("data/7/new", "x")
    for damaged in [[], Array(whole.dropLast()), whole.map { $0 ^ 1 }, whole + whole] {
      try AtomicFile.write(damaged, to: file)
      #expect(try await verify().expecting(1).output.contains("extra    7/new"))
    }
  }

  /// A list that lies shows who believes it.
  @Test func isNotBelievedWhereEveryByteCounts() async throws {
    try worktree.write("data/7/sub/new", "x")
    try await Task.sleep(for: .milliseconds(40))
    let folder = try FileDescriptor.open(worktree.path.appending("data/7/sub"), .readOnly)
    defer { try? folder.close() }
    let known = KnownFolders(file, minimum: 1, quietFor: 0)
    guard let known, let status = known.status(of: folder) else { return }
    var names = NameSum()
    names.add(Array("x".utf8).span, isFolder: false)
    known.add(status, names)
    known.save()
    try await verify().expecting(0)
    #expect(try await verify("--full").expecting(1).output.contains("extra    7/sub/new"))
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
