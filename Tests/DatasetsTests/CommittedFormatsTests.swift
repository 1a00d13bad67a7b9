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

/// Manifests of other tools in a commit, against the same files in the worktree.
@Suite struct CommittedFormatsTests {
  private func check(
    _ path: String, by manifest: String? = nil, of repository: TemporaryRepository
  ) throws -> DatasetCheck {
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(opened.resolveCommit("HEAD")).tree
    let found = try CommittedDataset(
      at: try #require(RelativePath(path)), manifest: manifest.flatMap { RelativePath($0) },
      tree: tree, of: opened)
    guard case .manifest(let dataset, _) = found else { throw Errno.noSuchFileOrDirectory }
    return DatasetVerifier().check(dataset, in: try RootDirectory(repository.root))
  }

  /// The list is committed and the data is not; a `README` beside them is git's own.
  @Test func whatTheCommitHasNeedsNoLine() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      mkdir d; echo 1 > d/a; (cd d; sha256sum a > SHA256SUMS); echo text > d/README
      echo /d/a > .gitignore
      """)
    try await repository.commit()
    #expect(try check("d", of: repository).verdict == .passed)
    try await repository.shell.script("echo other > d/README")
    #expect(try check("d", of: repository).differences.map(\.path?.description) == ["README"])
    try await repository.shell.script("echo text > d/README; echo 2 > d/new")
    #expect(try check("d", of: repository).differences.map(\.path?.description) == ["new"])
  }

  /// A manifest that was made a link is neither read through nor taken for none.
  @Test(arguments: [nil, "d.sha256"])
  func aLinkIsNoManifest(_ named: String?) async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      "mkdir d; echo 1 > d/a; (cd d; sha256sum a > ../real); ln -s real d.sha256")
    try await repository.commit()
    let error = try #require(throws: ManifestError.self) {
      try check("d", by: named, of: repository)
    }
    #expect(error.message == "'d.sha256': it is a symbolic link, and manifests are files")
  }

  /// `x.md5` may be anything, and be about what git has itself: then git's word counts.
  @Test(arguments: ["md5", "sha1", "sha512"])
  func aListBesideTheDataIsFound(_ function: String) async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      mkdir d; echo 1 > d/a; (cd d; \(function)sum a > ../d.\(function))
      echo 1 > own; \(function)sum own > own.\(function); echo 1 > f; echo text > f.\(function)
      printf '/d/\\n/f\\n' > .gitignore
      """)
    try await repository.commit()
    #expect(try check("d", of: repository).verdict == .passed)
    try await repository.shell.script("echo 2 > d/a")
    #expect(try check("d", of: repository).differences.map(\.path?.description) == ["a"])
    for path in ["own", "f"] {
      #expect(throws: Errno.self) { try check(path, of: repository) }
    }
  }

  /// The commit's own manifest counts, whatever became of the one in the worktree.
  @Test func aBagIsReadFromTheCommit() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      mkdir -p b/data; echo 1 > b/data/a
      printf 'BagIt-Version: 1.0\\nTag-File-Character-Encoding: UTF-8\\n' > b/bagit.txt
      (cd b; sha256sum data/a > manifest-sha256.txt); echo /b/data/ > .gitignore
      """)
    try await repository.commit()
    #expect(try check("b", of: repository).verdict == .passed)
    try await repository.shell.script(
      "echo 2 > b/data/a; cd b; sha256sum data/a > manifest-sha256.txt")
    let paths = try check("b", of: repository).differences.map(\.path?.description)
    #expect(Set(paths) == ["data/a"])
  }

  @Test func aTableIsComparedAndProvesNothing() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      mkdir -p t/_delta_log; echo 1 > t/p.parquet; echo '*.parquet' > .gitignore
      echo '{"add": {"path": "p.parquet", "size": 2}}' > t/_delta_log/00000000000000000000.json
      """)
    try await repository.commit()
    let log = "t/_delta_log/00000000000000000000.json"
    let intact = try check("t", by: log, of: repository)
    #expect(intact.differences == [])
    #expect(intact.verdict == .refused)
    try await repository.shell.script("echo 22 > t/p.parquet")
    #expect(try check("t", by: log, of: repository).differences.count == 1)
  }
}
