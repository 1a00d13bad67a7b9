// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// `data diff` of what no manifest with a known name describes.
@Suite struct DataDiffTests {
  let repository: TemporaryRepository

  init() async throws { repository = try await TemporaryRepository() }

  private func diff(_ old: String = "HEAD~1", _ new: String = "HEAD") async throws -> [String] {
    try await repository.tool("modelgate-data", "diff", old, new).expecting(0).output
      .split(separator: "\n").map(String.init)
  }

  /// One file changed, one moved, one gone, one new, and one that is as it was.
  private func fill() throws {
    for name in ["changed", "gone", "old", "same"] {
      try repository.write("1 \(name)\n", to: "data/sub/\(name).csv")
    }
    try repository.write("weights\n", to: "w.bin")
  }

  private static let changing =
    "cd data/sub && mv old.csv new.csv && rm gone.csv && echo 22 >more.csv && rm -f changed.csv"
    + " && echo 2 changed >changed.csv"
  private static let changes = [
    "  changed  sub/changed.csv  10 bytes", "  removed  sub/gone.csv  7 bytes",
    "  added    sub/more.csv  3 bytes", "  moved    sub/old.csv -> sub/new.csv",
  ]

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"))
  func comparesWhatGitLFSKeeps() async throws {
    try await repository.keepLargeFiles("*.csv", "*.bin")
    try fill()
    try await repository.commit()
    try await repository.shell.script(Self.changing)
    try await repository.commit()
    let found = try await diff()
    #expect(
      found.first?.hasPrefix("data  changed  1 added, 1 removed, 1 changed, 1 moved  ") == true)
    #expect(found.dropFirst().sorted() == Self.changes.sorted(), "\(found)")
    // A file of another kind beside them makes every other one a dataset, in both commits.
    try repository.write("text\n", to: "data/sub/README")
    try repository.write("1 same, and more\n", to: "data/sub/same.csv")
    try await repository.commit()
    #expect(
      try await diff() == [
        "data/sub/same.csv  changed  1 changed  17 bytes new, 7 bytes gone",
        "  changed  same.csv  17 bytes",
      ])
  }

  @Test(.enabled(if: Peers.has("git-annex"), "needs git-annex"))
  func comparesWhatGitAnnexKeeps() async throws {
    try await repository.git("annex", "init", "--quiet", "here")
    // Two kinds of digest in one dataset, links and pointers.
    try repository.write("gone.csv annex.backend=MD5E\n", to: ".gitattributes")
    try fill()
    try await repository.shell.script(
      "git annex add --quiet . && git annex unlock --quiet data/sub/same.csv data/sub/old.csv")
    try await repository.commit()
    try await repository.shell.script(Self.changing)
    try await repository.shell.script("git annex add --quiet .")
    try await repository.commit()
    let found = try await diff()
    #expect(
      found.first?.hasPrefix("data  changed  1 added, 1 removed, 1 changed, 1 moved  ") == true)
    #expect(found.dropFirst().sorted() == Self.changes.sorted(), "\(found)")
    #expect(try await diff("HEAD", "HEAD") == [])
    // The same bytes under another kind of key: nobody can tell by the keys.
    try await repository.shell.script("git annex migrate --quiet --backend=MD5 w.bin")
    try await repository.commit()
    let migrated = try await diff()
    #expect(
      migrated == [
        "w.bin  changed  was 1 file, 8 bytes, is 1 file, 8 bytes; which files is not recorded"
      ])
  }

  /// A new version of a table is another file, which the other commit's `modelgate.yaml` names.
  @Test(
    .enabled("needs the tools of tables") { await PythonPeer.has(ManifestFixture.tableModules) })
  func comparesWhatTheConfigurationNames() async throws {
    let fixture = try await ManifestFixture.tables.value
    let lake = try await fixture.worktree(with: "lake")
    let pins = try #require(fixture.answers["catalog"]?["pins"]?.array).compactMap {
      $0["metadata"]?.string
    }
    try await repository.shell("cp", "-a", lake.path.appending("lake").string, ".")
    try repository.write("*.parquet\n*.db\n", to: ".gitignore")
    for pin in pins.prefix(2) {
      try repository.write(
        "version: 1\ndata: { t: { path: lake/n/t, manifest: lake/n/t/\(pin) } }\n",
        to: "modelgate.yaml")
      try await repository.commit()
    }
    let found = try await diff()
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.contains("lake/n/t  changed  was 2 files, ") == true, "\(found)")
    #expect(found.first?.contains(", is 4 files, ") == true, "\(found)")
    try repository.write("other\n", to: "README")
    try await repository.commit()
    #expect(try await diff() == [])
  }

  /// What the hub said of a file stands beside the file that names the snapshot.
  @Test(
    .enabled("needs the tools of every format") { await PythonPeer.has(ManifestFixture.modules) })
  func comparesSnapshotsOfTheHub() async throws {
    let hub = try await ManifestFixture.formats.value.worktree(with: "local")
    try await repository.shell("cp", "-a", hub.path.appending("local").string, ".")
    try repository.write(
      "version: 1\ndata: { d: { path: local, manifest: local/.cache/huggingface/CACHEDIR.TAG } }\n",
      to: "modelgate.yaml")
    try await repository.git("add", "--force", "local/.cache/huggingface")
    try repository.write("*.csv\n", to: ".gitignore")
    try await repository.commit()
    // As after a download of a newer version.
    try await repository.shell.script(
      "sed -i 2s/^./0/ local/.cache/huggingface/download/a.csv.metadata"
    )
    try await repository.commit()
    let found = try await diff()
    #expect(
      found == ["local  changed  1 changed  bytes unknown", "  changed  a.csv"], "\(found)")
  }
}
