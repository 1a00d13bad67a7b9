// SPDX-License-Identifier: Apache-2.0

import Datasets
import Digests
import Files
import GitAccess
import Manifests
import SystemPackage
import TestSupport
import Testing

/// What a commit says of a dataset, against `sha256sum`.
@Suite struct CommittedDatasetTests {
  private func dataset(_ path: String, of repository: TemporaryRepository, manifest: String? = nil)
    throws -> (CommittedDataset, Digest?)
  {
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(opened.resolveCommit("HEAD")).tree
    let found = try CommittedDataset(
      at: try #require(RelativePath(path)), manifest: manifest.flatMap { RelativePath($0) },
      tree: tree, of: opened)
    return (found, try found.digest(from: opened))
  }

  /// The native digest as coreutils computes it: links are read through.
  private func sum(_ folder: String, of repository: TemporaryRepository) async throws -> String {
    try await repository.shell.script(
      """
      cd \(folder); find . -type f -o -type l | sed 's,^\\./,,' | LC_ALL=C sort | xargs sha256sum \
        | sha256sum | head -c 64
      """)
  }

  @Test func blobsAndLinksInsideHaveTheDigestOfCoreutils() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      mkdir -p data/sub/deep; echo 1 > data/sub/a; echo 2 > data/b; : > data/empty
      ln -s sub/a data/link; ln -s link data/chain; ln -s ../../b data/sub/deep/up

      """)
    try await repository.commit()
    let (found, digest) = try dataset("data", of: repository)
    guard case .git = found else { throw UnexpectedDataset() }
    #expect(try await digest?.hex == sum("data", of: repository))
  }

  @Test(arguments: ["../out", "/etc/passwd", "none", "loop", "sub", "me/me/../../../data/f"])
  func linksThatLeaveTheDatasetAreRefused(target: String) async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      mkdir -p data/sub; echo 1 > data/f; echo 1 > data/sub/f; echo 1 > out; ln -s . data/me
      ln -s '\(target)' data/loop
      """)
    try await repository.commit()
    #expect(throws: DatasetError.self) { try dataset("data", of: repository) }
  }

  @Test func aSubmoduleInsideIsRefused() async throws {
    let repository = try await TemporaryRepository()
    let commit = try await repository.commit()
    try await repository.git("update-index", "--add", "--cacheinfo", "160000,\(commit),data/sub")
    try await repository.git("commit", "--quiet", "--message=x")
    #expect(throws: DatasetError.submodule(try #require(RelativePath("data/sub")))) {
      try dataset("data", of: repository)
    }
  }

  @Test func oneFileIsADatasetUnderItsName() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("1\n", to: "data/f.csv")
    try await repository.commit()
    let (_, digest) = try dataset("data/f.csv", of: repository)
    #expect(try await digest?.hex == sum("data", of: repository))
  }

  @Test func aPointerCountsWithTheDigestOfItsContent() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("large\n", to: "data/f")
    let expected = try await sum("data", of: repository)
    let content = try await repository.shell.script("sha256sum data/f | head -c 64")
    try repository.write(
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(content)\nsize 6\n", to: "data/f")
    try await repository.commit()
    #expect(try dataset("data", of: repository).1?.hex == expected)
  }

  @Test func aManifestOfAFolderAboveCoversTheDataset() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      mkdir -p data/sub; echo 1 > data/sub/f; echo data/ > .gitignore
      (cd data; sha256sum sub/f) > data.sha256
      """)
    try await repository.commit()
    let expected = try await repository.shell.script("sha256sum data.sha256 | head -c 64")
    for path in ["data", "data/sub", "data/sub/f"] {
      #expect(try dataset(path, of: repository).1?.hex == expected)
    }
    guard case .none = try dataset("other", of: repository).0 else { throw UnexpectedDataset() }
  }

  @Test func aDVCFileHasNoNativeDigestOfItsOwn() async throws {
    let repository = try await TemporaryRepository()
    let text = "outs:\n- md5: 60b725f10c9c85c70d97880dfe8191b3\n  size: 2\n  path: data\n"
    try repository.write(text, to: "data.dvc")
    try await repository.commit()
    let (found, digest) = try dataset("data", of: repository)
    guard case .manifest = found else { throw UnexpectedDataset() }
    #expect(digest == nil)
  }

  @Test func aManifestOfSomethingElseIsRefusedOnlyWhereItWasNamed() async throws {
    let repository = try await TemporaryRepository()
    let text = "outs:\n- md5: 60b725f10c9c85c70d97880dfe8191b3\n  size: 2\n  path: raw\n"
    try repository.write(text, to: "data.dvc")
    try repository.write("1\n", to: "data/f")
    try await repository.commit()
    guard case .git = try dataset("data", of: repository).0 else { throw UnexpectedDataset() }
    #expect(throws: DatasetError.self) {
      try dataset("data", of: repository, manifest: "data.dvc")
    }
  }

  /// A list at the root is of what it names; anything else is git's, as if there were none.
  @Test(arguments: ["$(sha256sum data/model.bin)", "Digests of the release follow."])
  func aListAtTheRootLeavesToGitWhatItDoesNotName(text: String) async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      mkdir -p data/churn; echo 1 > data/churn/f; echo 2 > data/model.bin
      echo data/model.bin > .gitignore; echo "\(text)" > SHA256SUMS
      """)
    try await repository.commit()
    let (found, digest) = try dataset("data/churn", of: repository)
    guard case .git = found else { throw UnexpectedDataset() }
    #expect(try await digest?.hex == sum("data/churn", of: repository))
    switch try dataset("data/model.bin", of: repository).0 {
    case .manifest: #expect(text.hasPrefix("$"))
    case .none: #expect(!text.hasPrefix("$"))
    case .git: throw UnexpectedDataset()
    }
  }
}

private struct UnexpectedDataset: Error {}
