// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// A large dataset that nobody touched is told without reading its manifest, and any other is read.
@Suite struct DatasetSealTests {
  private static let tool = Tools.path("modelgate-data").string

  let worktree: Worktree
  private var seals: FilePath { worktree.path.appending(".git/modelgate/seen/trees") }

  /// A dataset that is large enough for a seal, half of it in one folder, and the seal on it.
  init() async throws {
    worktree = try Worktree()
    try await worktree.shell.script(
      """
      git init --quiet --initial-branch=main; mkdir data; cd data
      for folder in $(seq 0 19); do
        mkdir -p $folder/sub
        for file in $(seq 0 99); do echo $folder $file >$folder/$file; done
        echo $folder >$folder/sub/x
      done
      mkdir flat; for file in $(seq 0 2200); do echo $file >flat/$file; done
      """)
    try worktree.track("data")
    // Times of attributes cannot be set: what was made now is new for two seconds.
    try await worktree.shell("sleep", "2.1")
    // The first reads the files, the second knows them.
    for _ in 0..<2 { try await verify().expecting(0) }
    try #require(try Folder.names(in: seals).count == 1)
  }

  private func verify(_ arguments: String...) async throws -> Transcript {
    try await worktree.shell.run(Self.tool, ["verify"] + arguments)
  }

  private func seal() throws -> FilePath {
    let name = try #require(try Folder.names(in: seals).first)
    return seals.appending(String(decoding: name, as: UTF8.self))
  }

  @Test(.enabled(if: Peers.has("strace"), "needs strace"))
  func `the manifest of an untouched dataset is not read, nor any file`() async throws {
    for (arguments, isRead) in [([], false), (["data"], false), (["--full"], true)] {
      let traced = try await worktree.shell.run(
        "strace",
        ["-f", "-o", "trace", "-e", "trace=openat,open", Self.tool, "verify"] + arguments
      ).expecting(0)
      #expect(traced.output.contains("4221 files"), "\(traced)")
      let trace = String(decoding: try worktree.read("trace"), as: UTF8.self)
      #expect(trace.contains("data.sha256\"") == isRead, "\(arguments)")
      #expect(trace.contains("\"99\"") == isRead, "\(arguments)")
    }
  }

  @Test(.enabled(if: Peers.has("strace"), "needs strace"))
  func `what is known of digests is read once for all datasets`() async throws {
    let count = 40
    try await worktree.shell.script(
      "for n in $(seq 2 \(count)); do mkdir s$n; echo $n >s$n/x; (cd s$n; sha256sum x) >s$n.sha256; done"
    )
    // All digests are known then: nothing is added, which would be read for, too.
    try await worktree.shell("sleep", "2.1")
    try await verify().expecting(0)
    try await worktree.shell.run(
      "strace", ["-f", "-o", "trace", "-e", "trace=openat,open", Self.tool, "verify"]
    ).expecting(0)
    let reads = String(decoding: try worktree.read("trace"), as: UTF8.self)
      .split(separator: "\n").count { $0.contains("digests/sha256\"") && $0.contains("RDONLY") }
    #expect(reads == 1)
  }

  @Test(arguments: ["text", "json"])
  func `the answer is the same with the seal, without it and of every byte`(_ format: String)
    async throws
  {
    let sealed = try await verify("--format", format).expecting(0)
    #expect(try await verify("--format", format, "--full").output == sealed.output)
    try Folder.remove(seals)
    #expect(try await verify("--format", format).output == sealed.output)
  }

  @Test(arguments: [
    ("echo 7 9 >data/7/1", "changed  7/1"), ("rm data/flat/2200", "missing  flat/2200"),
    ("touch data/flat/new", "extra    flat/new"), ("touch data/new", "extra    new"),
    ("rm -r data/7/sub", "missing  7/sub/x"), ("mv data d; ln -s d data", "data"),
    ("echo 'exclude /7/1' >data/.modelgate-patterns", "7/1"),
    ("sed -i '7s/^./z/' data.sha256", "line 7"), ("sed -i 7d data.sha256", "extra"),
    ("cp -p data.sha256 t; sed -i 7d t; touch -r data.sha256 t; mv t data.sha256", "extra"),
  ])
  func `a touched dataset is read`(_ change: (script: String, said: String)) async throws {
    try await worktree.shell.script(change.script)
    let found = try await verify()
    #expect(found.status != 0)
    #expect("\(found)".contains(change.said), "\(found)")
    let full = try await verify("--full")
    #expect(found.output == full.output && found.status == full.status)
  }

  /// Its times may stay the same when something more is changed in it, and it has no files by which
  /// it would be missed.
  @Test func `there is no seal while a folder without files is new`() async throws {
    try Folder.remove(seals)
    try await worktree.shell.script("mkdir data/new; rmdir data/new")
    try await verify().expecting(0)
    try await worktree.shell.script("mkdir data/new; touch data/new/file")
    let found = try await verify().expecting(1)
    #expect(found.output.contains("extra    new/file"), "\(found)")
  }

  @Test func `a damaged seal is ignored, and made again`() async throws {
    let place = try seal()
    let whole = try SmallFile.read(place, limit: 1 << 20)
    for damaged in [[], Array(whole.dropLast()), whole.map { $0 ^ 1 }, whole + whole] {
      try AtomicFile.write(damaged, to: place)
      try await verify().expecting(0)
      #expect(try SmallFile.read(place, limit: 1 << 20).count == whole.count)
    }
    try Folder.remove(place)
    try Folder.create(place)
    try await verify().expecting(0)
  }

  /// Another dataset with the same bytes has another seal; a second name of the manifest, too.
  @Test func `a seal is on one manifest, and on one folder`() async throws {
    let bytes = try SmallFile.read(seal(), limit: 1 << 20)
    try await worktree.shell.script("cp -rp data other; ln data.sha256 other.sha256; rm other/7/1")
    for place in 0..<64 { try AtomicFile.write(bytes, to: seals.appending("\(place)")) }
    let found = try await verify().expecting(1)
    #expect(found.output.contains("missing  7/1"), "\(found)")
  }

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func `what Git LFS keeps of it is not listed twice`() async throws {
    try await worktree.shell.script(
      """
      git lfs install --local; git lfs track --filename data/7/1
      git add .gitattributes data/7/1 data.sha256; git commit --quiet -m data; sleep 2.1
      """)
    let first = try await verify().expecting(0)
    try await verify().expecting(0)
    #expect(try await verify().output == first.output)
    #expect(!first.output.contains("lfs"), "\(first)")
  }
}
