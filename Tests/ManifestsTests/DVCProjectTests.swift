// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage
import TestSupport
import Testing

/// Whole DVC projects: pipelines, imports and ignored files.
@Suite struct DVCProjectTests {
  let worktree: Worktree

  init() throws { worktree = try Worktree() }

  private func datasets(_ manifest: String) throws -> [DatasetManifest] {
    let found = try ManifestSearch.read(relative(manifest), in: worktree.root())
    for case .defect(_, let error) in found { throw error }
    return found.compactMap(\.dataset)
  }

  /// Each dataset of a manifest, and what differs in it.
  private func summaries(_ manifest: String) throws -> [String: [String]] {
    var summaries: [String: [String]] = [:]
    for dataset in try datasets(manifest) {
      let check = DatasetVerifier().check(dataset, in: try worktree.root())
      summaries[dataset.path.description] =
        check.summary + (check.verdict == .passed && check.digest == nil ? ["no digest"] : [])
    }
    return summaries
  }

  @Test(.enabled(if: Peers.has("dvc"), "needs dvc"))
  func agreesWithDVCOnPipelinesImportsAndIgnoredFiles() async throws {
    try worktree.write("raw/a.csv", "1\n")
    try worktree.write("raw/b.tmp", "x")
    try worktree.write("raw/skip/c.csv", "y")
    try worktree.write("raw/.git/config", "z")
    try worktree.write("source.csv", "9\n")
    try worktree.write(
      "steps/dvc.yaml",
      """
      stages:
        prepare:
          wdir: ..
          cmd: mkdir -p made && cp raw/a.csv made/a.csv && echo 1 >made/b.csv
          deps: [raw]
          outs: [made]
        measure:
          cmd: echo '{}' >m.json && echo 2 >model.bin
          outs: [model.bin]
          metrics:
          - m.json: {cache: false}

      """)
    try await worktree.shell("dvc", "init", "--no-scm", "--quiet")
    try worktree.write(".dvcignore", "*.tmp\n/raw/skip/\n")
    try await worktree.shell("dvc", "add", "--quiet", "raw")
    try await worktree.shell("dvc", "import-url", "--quiet", "source.csv", "imported.csv")
    try await worktree.shell(
      "dvc", "import-url", "--quiet", "--no-download", "source.csv", "later.csv")
    try await worktree.shell("dvc", "repro", "--quiet", "steps/dvc.yaml")

    // What DVC left out is neither read nor missed.
    let raw = try worktree.check("raw.dvc")
    #expect(raw.verdict == .passed && raw.fileCount == 1, "\(raw.differences)")
    try worktree.write("raw/more.tmp", "x")
    #expect(try worktree.check("raw.dvc").verdict == .passed)
    try worktree.write("raw/d.csv", "2\n")
    #expect(try worktree.check("raw.dvc").summary == ["extra d.csv"])

    #expect(try summaries("imported.csv.dvc") == ["imported.csv": []])
    let file = try DVCFile(parsing: worktree.read("imported.csv.dvc"))
    #expect(file.isFrozen && file.dependencies.map(\.path) == ["source.csv"])
    #expect(try worktree.check("later.csv.dvc").dataset.record == nil)

    let lock = "steps/dvc.lock"
    #expect(try summaries(lock) == ["made": [], "steps/model.bin": [], "steps/m.json": []])
    #expect(try datasets(lock).filter(\.isKeptByGit).map(\.path.description) == ["steps/m.json"])
    try worktree.write("made/b.csv", "3\n")
    try worktree.remove("made/a.csv")
    try worktree.write("made/c.csv", "1\n")
    try worktree.write("steps/model.bin", "3\n")
    #expect(
      try summaries(lock) == [
        "made": ["missing a.csv", "changed b.csv", "extra c.csv"],
        "steps/model.bin": ["changed model.bin"], "steps/m.json": [],
      ])
  }

  @Test func readsImportsFromRepositoriesAndVersionedRemotes() throws {
    // Composed from the fields that DVC documents for `dvc import` and, with a versioned bucket,
    // `import-url`; the tool itself would need a remote repository and a bucket.
    let text = """
      md5: 6d9dc2c6ab4aa9a5f51ee5e1f5d2a3f4
      frozen: true
      deps:
      - path: data/a.csv
        repo:
          url: https://example.org/registry
          rev_lock: 45dbf12e7a1f4f7b8d9d0a1b2c3d4e5f60718293
      outs:
      - md5: 5d02e4d2354eae28589766cca211477d
        size: 9
        hash: md5
        path: a.csv
        push: false
        remote: cold
        cloud:
          s3:
            etag: 5d02e4d2354eae28589766cca211477d
            version_id: L4kqtJlcpXroDTDmpUMLUo

      """
    let file = try DVCFile(parsing: Array(text.utf8))
    #expect(file.dependencies.first?.repository == "https://example.org/registry")
    #expect(file.dependencies.first?.revision?.hasPrefix("45dbf12") == true)
    let output = try #require(file.outputs.first)
    #expect(!output.isPushed && output.isCached && output.remote == "cold")
    #expect(output.versions.first?.versionID == "L4kqtJlcpXroDTDmpUMLUo")
    #expect(output.hash == .md5)
  }

  @Test(arguments: [
    ("schema: '3.0'\nstages: {}\n", "schema"), ("schema: '2.0'\nstages: []\n", "not a mapping"),
    ("schema: '2.0'\nstages:\n  a:\n    outs:\n    - path: ../x\n", "outside"),
    ("schema: '2.0'\nstages:\n  a:\n    outs:\n    - path: x\n      md5: y\n", "32 lower-case"),
    ("schema: '2.0'\nstages: [\n", ""),
  ])
  func refusesALock(_ text: String, _ reason: String) throws {
    try worktree.write("dvc.lock", text)
    do {
      _ = try datasets("dvc.lock")
      Issue.record("it was taken")
    } catch let error as ManifestError {
      #expect(error.reason.contains(reason), "\(error.reason)")
    }
  }

  @Test func readsLocksOfBothSchemas() throws {
    let md5 = Digest.of([], .md5).hex
    let stage = "train:\n  cmd: x\n  outs:\n  - path: a\n    md5: \(md5)\n"
    try worktree.write("dvc.lock", stage)
    #expect(try datasets("dvc.lock").map(\.path.description) == ["a"])
    let indented = stage.split(separator: "\n").map { "  \($0)\n" }.joined()
    try worktree.write("dvc.lock", "schema: '2.0'\nstages:\n\(indented)datasets: []\n")
    #expect(try datasets("dvc.lock").map(\.format) == ["dvc.lock"])
    try worktree.write("dvc.yaml", "stages:\n  train:\n    cmd: x\n    wdir: ${w}\n    outs: [a]\n")
    #expect(throws: ManifestError.self) { try datasets("dvc.lock") }
    try worktree.write("dvc.lock", "schema: '2.0'\nstages: {}\n")
    #expect(try datasets("dvc.lock").isEmpty)
  }
}
