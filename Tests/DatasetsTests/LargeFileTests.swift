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

/// Files of a real Git LFS, as commits have them and as they are here.
@Suite(.enabled(if: Peers.has("git-lfs"), "needs git-lfs")) struct LargeFileTests {
  private static func repository() async throws -> TemporaryRepository {
    let repository = try await TemporaryRepository()
    try await repository.keepLargeFiles("data/**")
    return repository
  }

  private func dataset(_ repository: TemporaryRepository) throws -> GitDataset {
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(try opened.resolveCommit("HEAD")).tree
    let path = try #require(RelativePath("data"))
    return try #require(try GitDataset(at: path, tree: tree, of: opened))
  }

  private func check(_ repository: TemporaryRepository) throws -> DatasetCheck {
    let described = try dataset(repository).described(from: Repository(at: repository.root))
    return DatasetVerifier().check(described, in: try RootDirectory(repository.root))
  }

  /// An empty file has an empty pointer, and Windows' line ends are bytes like others.
  private func committed() async throws -> TemporaryRepository {
    let repository = try await Self.repository()
    try repository.write("1,2\r\n3,4\r\n", to: "data/crlf.csv")
    try repository.write("", to: "data/empty.csv")
    try repository.write("5,6\n", to: "data/sub/b ü.csv")
    try await repository.commit()
    return repository
  }

  @Test func seesOneByteOneNameAndOneFile() async throws {
    let repository = try await committed()
    let intact = try check(repository)
    #expect(intact.verdict == .passed && intact.fileCount == 3, "\(intact.differences)")
    try repository.write("1,2\r\n3,5\r\n", to: "data/crlf.csv")
    #expect(try check(repository).words == ["changed crlf.csv"])
    // Other line ends are other bytes.
    try repository.write("1,2\n3,4\n", to: "data/crlf.csv")
    #expect(try check(repository).words == ["changed crlf.csv"])
    try await repository.git("restore", "data")
    try repository.write("x", to: "data/empty.csv")
    #expect(try check(repository).words == ["changed empty.csv"])
    try await repository.git("restore", "data")
    for name in ["crlf.csv", "empty.csv", "sub/b ü.csv"] {
      try await repository.shell.script("mv 'data/\(name)' 'data/\(name)2'")
      #expect(try check(repository).words == ["missing \(name)", "extra \(name)2"])
      try await repository.shell.script("mv 'data/\(name)2' kept")
      #expect(try check(repository).words == ["missing \(name)"])
      #expect(try check(repository).verdict == .refused)
      try await repository.shell.script("cp -p kept 'data/\(name)2' && mv kept 'data/\(name)'")
      #expect(try check(repository).words == ["extra \(name)2"])
      try Folder.remove(repository.root.appending("data/\(name)2"))
    }
    #expect(try check(repository).verdict == .passed)
    #expect(try await repository.git("status", "--porcelain") == "")
  }

  @Test func agreesWithGitLFSOnEveryDigest() async throws {
    let repository = try await committed()
    let listed = try await repository.git("lfs", "ls-files", "--long", "--name-only")
    #expect(listed.split(separator: "\n").count == 2)
    let theirs = try await repository.shell("git", "lfs", "ls-files", "--long")
    let manifest = try dataset(repository).manifest(from: Repository(at: repository.root))
    for entry in manifest where !entry.path.description.hasSuffix("empty.csv") {
      #expect(theirs.contains("\(entry.digest.hex) * data/\(entry.path)\n"), "\(theirs)")
    }
    let native = try DatasetTracker().track(
      #require(RelativePath("data")), in: RootDirectory(repository.root)
    ).manifest
    #expect(native == manifest, "the commit alone says the same as the bytes")
  }

  /// After a clone without the contents there are only pointers.
  @Test func pointersAreNoContents() async throws {
    let repository = try await committed()
    try await repository.shell.script(
      "for f in data/crlf.csv 'data/sub/b ü.csv'; do git cat-file blob \"HEAD:$f\" >\"$f\"; done")
    let check = try check(repository)
    #expect(check.words == ["missing crlf.csv", "missing sub/b ü.csv"])
    #expect(check.verdict == .refused)
  }

  /// The digest is of what a program made of the bytes, which is not to be had without it.
  @Test func whatAnExtensionMadeIsNotJudged() async throws {
    let repository = try await Self.repository()
    try await repository.shell.script(
      """
      git config lfs.extension.caesar.clean 'tr a-y b-z'
      git config lfs.extension.caesar.smudge 'tr b-z a-y'
      git config lfs.extension.caesar.priority 0
      """)
    try repository.write("abc\n", to: "data/a.txt")
    try await repository.commit()
    let pointer = try await repository.git("cat-file", "blob", "HEAD:data/a.txt")
    try #require(pointer.contains("\next-0-caesar sha256:"), "\(pointer)")
    let error = try #require(throws: DatasetError.self) { try dataset(repository) }
    #expect(error.isWithoutDigest && error.message.contains("extension"), "\(error.message)")
  }
}
