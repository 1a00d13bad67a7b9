// SPDX-License-Identifier: Apache-2.0

import Datasets
import Files
import GitAccess
import Manifests
import SystemPackage
import TestSupport
import Testing

/// A reader sees the same beside a manifest, whether it stands in a worktree or in a commit.
@Suite struct SurroundingsTests {
  /// What a reader gets to see; errors by their words, as only those name no place.
  private func seen<Surroundings: ManifestSurroundings & ~Copyable>(
    _ surroundings: borrowing Surroundings
  ) throws -> [String] {
    var seen = try surroundings.names(in: RelativePath("bag")).map(\.description)
    seen += try surroundings.names(in: RelativePath("bag/data")).map(\.description)
    seen += try surroundings.names(in: RelativePath("nothing")).map(\.description)
    seen += try surroundings.names(in: RelativePath("bag/a")).map(\.description)
    for name in ["bag/a", "bag/none", "none/a", "bag/a/b", "bag/data", "bag/link"] {
      let path = try #require(RelativePath(name))
      do {
        let bytes = try surroundings.read(path, limit: 100)
        seen.append(bytes.map { String(decoding: $0, as: UTF8.self) } ?? "nil")
      } catch let error as ManifestError {
        seen.append(error.reason)
      }
    }
    for name in ["bag/link", "bag/a", "bag/data", "bag/none"] {
      let path = try #require(RelativePath(name))
      let text = try surroundings.link(path)
      seen.append(text.map { String(decoding: $0, as: UTF8.self) } ?? "nil")
    }
    return seen
  }

  @Test func worktreeAndCommitAgree() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      "mkdir -p bag/data; printf text >bag/a; : >bag/data/x; : >bag/a.b; ln -s a bag/link")
    try await repository.commit()
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(opened.resolveCommit("HEAD")).tree
    let committed = try seen(CommittedSurroundings(tree: tree, of: opened))
    #expect(
      committed == [
        "bag/a", "bag/a.b", "bag/data", "bag/link", "bag/data/x", "text", "nil", "nil", "nil",
        "'bag/data', which it needs, is a directory and not a file",
        "'bag/link', which it needs, is a symbolic link and not a file",
        "a", "nil", "nil", "nil",
      ])
    #expect(try seen(RootDirectory(repository.root)) == committed)
  }

  @Test func largeFilesAreRefused() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("too much", to: "f")
    try await repository.commit()
    let path = try #require(RelativePath("f"))
    #expect(throws: FileError.self) { try RootDirectory(repository.root).read(path, limit: 3) }
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(opened.resolveCommit("HEAD")).tree
    #expect(throws: GitError.self) {
      try CommittedSurroundings(tree: tree, of: opened).read(path, limit: 3)
    }
  }
}
