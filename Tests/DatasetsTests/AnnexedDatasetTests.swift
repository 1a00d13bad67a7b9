// SPDX-License-Identifier: Apache-2.0

import Datasets
import Digests
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage
import TestSupport
import Testing

/// Files of a real git-annex, as commits have them and as they are here.
@Suite(.enabled(if: Peers.has("git-annex"), "needs git-annex"))
struct AnnexedDatasetTests {
  static func annexed() async throws -> TemporaryRepository {
    let repository = try await TemporaryRepository()
    try await repository.git("annex", "init", "--quiet", "here")
    try await repository.git("config", "annex.thin", "false")
    return repository
  }

  func dataset(_ repository: TemporaryRepository) throws -> DatasetManifest {
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(try opened.resolveCommit("HEAD")).tree
    let path = try #require(RelativePath("data"))
    let committed = try CommittedDataset(at: path, manifest: nil, tree: tree, of: opened)
    guard case .git(let dataset) = committed else { throw Errno.noSuchFileOrDirectory }
    return try dataset.described(from: opened)
  }

  private func check(_ repository: TemporaryRepository) throws -> DatasetCheck {
    DatasetVerifier().check(
      try dataset(repository), in: try RootDirectory(repository.root))
  }

  /// Each backend by a file that is locked, a link, and by one that is unlocked, its text.
  @Test func everyBackendIsRecomputed() async throws {
    let repository = try await Self.annexed()
    let backends = [
      "SHA256E", "SHA256", "SHA512E", "SHA384", "SHA224E", "SHA3_256E", "SHA3_384", "SHA3_512",
      "BLAKE2B160", "BLAKE2B224E", "BLAKE2B256", "BLAKE2B384", "BLAKE2B512", "BLAKE2BP512E",
      "BLAKE2S160", "BLAKE2S224", "BLAKE2S256E", "BLAKE2SP224", "BLAKE2SP256E", "SHA1E", "MD5E",
    ]
    let names = ["locked", "open"].flatMap { kind in backends.map { "\(kind).\($0).tar.gz" } }
    for (number, name) in names.enumerated() {
      let bytes = (0..<5_000 + number).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
      try repository.write(bytes, to: "data/" + name)
    }
    let attributes = backends.map { "*.\($0).tar.gz annex.backend=\($0)\n" }
    try repository.write(attributes.joined(), to: ".gitattributes")
    try await repository.shell.script(
      """
      git annex add --quiet data && git annex unlock --quiet data/open.*
      git commit --quiet --message data
      """)
    let intact = try check(repository)
    #expect(intact.verdict == .passed, "\(intact.differences) \(intact.errors)")
    #expect(intact.fileCount == names.count)
    #expect(intact.dataset.format == "annex")
    #expect(intact.dataset.record?.isCollisionResistant == false)
    let listed = try #require(intact.dataset.record as? ListedRecord)
    #expect(Set(listed.files.flatMap(\.expectations).map(\.digest.algorithm)).count == 20)
    try await oneByteOfEach(names, of: repository)
  }

  /// Changes the last byte of every content, of which git-annex says the same.
  private func oneByteOfEach(_ names: [String], of repository: TemporaryRepository) async throws {
    try await repository.shell.script(
      """
      for f in data/*; do
        f=$(readlink -f "$f"); chmod u+w "$f"
        printf '\\000' | dd of="$f" bs=1 seek=$(($(stat -c %s "$f") - 1)) conv=notrunc status=none
      done
      """)
    // Of an unlocked file the object is a copy, which is as it was.
    let changed = try check(repository)
    #expect(changed.words == names.sorted().map { "changed " + $0 })
    let fsck = try await repository.shell.run("git", ["annex", "fsck", "--json", "data"])
    let failed = fsck.output.split(separator: "\n").filter { $0.contains(#""success":false"#) }
    #expect(fsck.status == 1 && failed.count == names.count / 2)
    #expect(failed.allSatisfy { $0.contains(#""file":"data/locked."#) }, "\(fsck)")
  }

  @Test func findsWhatDiffers() async throws {
    let repository = try await Self.annexed()
    for name in ["a.csv", "sub/b.csv", "open.csv"] {
      try repository.write("1,2\n" + name, to: "data/" + name)
    }
    try await repository.shell.script(
      """
      git annex add --quiet data && git annex unlock --quiet data/open.csv
      echo readme >data/README && git -c annex.largefiles=nothing add data/README
      git commit --quiet --message data
      """)
    let clean = try check(repository)
    #expect(clean.verdict == .passed, "\(clean.differences)")
    #expect(clean.fileCount == 4)
    // The commit alone says the same as the bytes.
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(try opened.resolveCommit("HEAD")).tree
    let committed = try CommittedDataset(
      at: try #require(RelativePath("data")), manifest: nil, tree: tree, of: opened)
    #expect(try committed.digest(from: opened) == clean.digest)

    // One byte of the object of a locked file; the link is as it was.
    try await repository.shell.script(
      "f=$(readlink -f data/a.csv); chmod u+w $f; printf 9 | dd of=$f conv=notrunc status=none")
    #expect(try check(repository).words == ["changed a.csv"])
    try await repository.shell.script(
      "printf 1 | dd of=$(readlink -f data/a.csv) conv=notrunc status=none")
    #expect(try check(repository).verdict == .passed)

    // One byte of an unlocked file, one name, one file.
    try repository.write("1,3\nopen.csv", to: "data/open.csv")
    try await repository.shell.script("mv data/sub/b.csv data/sub/c.csv")
    try repository.write("new", to: "data/extra")
    #expect(
      try check(repository).words == [
        "extra extra", "changed open.csv", "missing sub/b.csv", "extra sub/c.csv",
      ])

    try await repository.shell.script(
      "mv data/sub/c.csv data/sub/b.csv; rm data/extra; git restore data/open.csv")
    #expect(try check(repository).verdict == .passed)
    // The same for each kind of file: a link, a text, and one that is git's own.
    for name in ["a.csv", "open.csv", "README"] {
      try await repository.shell.script("mv data/\(name) data/\(name)2")
      #expect(try check(repository).words == ["missing \(name)", "extra \(name)2"])
      try await repository.shell.script("mv data/\(name)2 kept")
      #expect(try check(repository).words == ["missing \(name)"])
      try await repository.shell.script("cp -a kept data/\(name)2; mv kept data/\(name)")
      #expect(try check(repository).words == ["extra \(name)2"])
      try await repository.shell.script("rm data/\(name)2")
    }
    #expect(try check(repository).verdict == .passed)

    // A clone has links and pointers, and nothing behind them.
    try await repository.shell.script(
      "git clone --quiet . ../clone && cd ../clone && git annex init --quiet")
    let clone = DatasetVerifier().check(
      try dataset(repository), in: try RootDirectory(repository.base.appending("clone")))
    #expect(clone.words == ["missing a.csv", "missing open.csv", "missing sub/b.csv"])
    #expect(clone.verdict == .refused && clone.digest == nil)
  }

  @Test func readsThroughTheLinkOfALinkedWorktree() async throws {
    let repository = try await Self.annexed()
    try repository.write("1,2\n", to: "data/a.csv")
    try await repository.shell.script(
      """
      git annex add --quiet data && git commit --quiet --message data
      git worktree add --quiet -b other ../other 2>/dev/null && git -C ../other annex version >/dev/null
      """)
    let other = try RootDirectory(repository.base.appending("other"))
    let check = DatasetVerifier().check(try dataset(repository), in: other)
    #expect(check.verdict == .passed, "\(check.differences) \(check.errors)")
  }

  /// As `git annex init` takes them once and for all.
  @Test(arguments: [["objecthash1"], ["objecthashlower"], ["objecthash1", "objecthashlower"]])
  func findsObjectsInTunedFolders(tunings: [String]) async throws {
    let repository = try await TemporaryRepository()
    let settings = tunings.map { "-c annex.tune.\($0)=true" }.joined(separator: " ")
    try repository.write("1,2\n", to: "data/a.csv")
    try repository.write("3,4\n", to: "data/sub/b.csv")
    try await repository.shell.script(
      """
      git \(settings) annex init --quiet here
      git annex add --quiet data && git annex unlock --quiet data/sub && git commit --quiet -m data
      """)
    let clean = try check(repository)
    #expect(clean.verdict == .passed && clean.fileCount == 2, "\(clean.differences)")
    try await repository.shell.script(
      "f=$(readlink -f data/a.csv); chmod -R u+w .git/annex/objects; echo 5 >$f")
    #expect(try check(repository).words == ["changed a.csv"])
  }
}
