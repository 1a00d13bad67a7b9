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
    try worktree.write("imported.csv", "8\n")
    #expect(try summaries("imported.csv.dvc") == ["imported.csv": ["changed imported.csv"]])
    try worktree.remove("imported.csv")
    try worktree.write("imported2.csv", "9\n")
    #expect(try summaries("imported.csv.dvc") == ["imported.csv": ["missing (all)"]])
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

  /// What `dvc import` takes from another repository is frozen, and says where it is from.
  @Test(.enabled(if: Peers.has("dvc"), "needs dvc"))
  func agreesWithDVCOnImportsFromARepository() async throws {
    try await worktree.shell.script(
      """
      git init --quiet ../registry && cd ../registry && dvc init --quiet
      printf '1\\n' >a.csv && mkdir dir && printf 2 >dir/b.csv
      dvc add --quiet a.csv dir && git add --all && git commit --quiet --message data
      cd ../work && git init --quiet && dvc init --quiet
      dvc import --quiet ../registry a.csv
      dvc import --quiet ../registry dir --out taken
      dvc import --quiet --no-download ../registry a.csv --out later.csv
      """)
    let commit = try await worktree.shell("git", "-C", "../registry", "rev-parse", "HEAD")
    for (name, file) in [("a.csv", "a.csv"), ("taken", "taken/b.csv")] {
      let record = try DVCFile(parsing: worktree.read("\(name).dvc"))
      #expect(record.isFrozen && record.outputs.allSatisfy { $0.hash == .md5 })
      #expect(record.dependencies.map(\.repository) == ["../registry"])
      #expect(record.dependencies.first?.revision.map { $0 + "\n" } == commit)
      #expect(try summaries("\(name).dvc") == [name: []])
      let content = try worktree.read(file)
      try worktree.write(file, "9")
      let inner = file.split(separator: "/").last.map(String.init) ?? ""
      #expect(try summaries("\(name).dvc") == [name: ["changed \(inner)"]])
      try worktree.remove(file)
      try worktree.write(file + "2", content)
      #expect(try worktree.check("\(name).dvc").verdict == .refused)
    }
    #expect(try worktree.check("later.csv.dvc").dataset.gap?.contains("no digest") == true)
  }

  /// Entries as DVC 2 wrote them, by DVC's own code: MD5 of the text with Unix' line ends.
  @Test(.enabled("needs dvc") { await PythonPeer.has("dvc") })
  func agreesWithDVCOnEntriesOfVersion2() async throws {
    try worktree.write("old.csv", "1\r\n2\r\n")
    try worktree.write("folder/text", "1\r\n")
    try worktree.write("folder/binary", [0, 13, 10])
    try await worktree.shell("dvc", "init", "--no-scm", "--quiet")
    try await worktree.shell("python3", "-c", Self.version2)
    for name in ["old.csv", "folder"] {
      let text = try String(decoding: worktree.read("\(name).dvc"), as: UTF8.self)
      #expect(!text.contains("hash:"), "\(text)")
      #expect(try summaries("\(name).dvc") == [name: []])
    }
    #expect(try await worktree.shell("dvc", "status").contains("up to date"))
    try worktree.write("folder/binary", [0, 10, 13])
    #expect(try summaries("folder.dvc") == ["folder": ["changed binary"]])
    try worktree.write("old.csv", "1\r\n3\r\n")
    #expect(try summaries("old.csv.dvc") == ["old.csv": ["changed old.csv"]])
    #expect(try await worktree.shell("dvc", "status").contains("modified:"))
  }

  private static let version2 = """
    from dvc.repo import Repo
    repo = Repo(".")
    for name in ("old.csv", "folder"):
      stage = repo.stage.create(single_stage=True, validate=False, fname=name + ".dvc", wdir=".",
                                outs=[name], force=True)
      for out in stage.outs:
        out.hash_name = "md5-dos2unix"
        out.update_legacy_hash_name = lambda force=False: None
      with repo.lock:
        stage.save(); stage.commit(); stage.dump()
    """

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
