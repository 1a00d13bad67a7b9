// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// What the real tools listed, committed and judged by the gate: the manifest is read from the
/// commit, the data from the worktree.
@Suite(
  .enabled("needs the tools of every format") {
    await PythonPeer.has(ManifestFixture.modules + "," + ManifestFixture.tableModules)
  })
struct GatedManifestsTests {
  let repository: TemporaryRepository

  init() async throws { repository = try await TemporaryRepository() }

  /// Commits a copy of a tool's folder, without the data, under a declaration.
  private func commit(
    _ worktree: Worktree, _ folder: String, _ dataset: String, _ manifest: String,
    without ignored: String
  ) async throws {
    try await repository.shell("cp", "-a", worktree.path.appending(folder).string, ".")
    try repository.write(
      "version: 1\ndata: { d: { path: '\(dataset)', manifest: '\(manifest)' } }\n",
      to: "modelgate.yaml")
    try repository.write(ignored, to: ".gitignore")
    // Hugging Face's client ignores its own folder.
    let own = "\(folder)/.cache/huggingface"
    try await repository.shell.script("test ! -d \(own) || git add --force \(own)")
    try await repository.commit()
  }

  /// The findings of a check: each rule with the path that it names.
  private func findings(status: Int32) async throws -> Set<String> {
    let checked = try await repository.shell.run(
      Tools.path("modelgate-check").string, ["--format", "json"]
    ).expecting(status)
    let document = try JSONValue.parse(Array(checked.output.utf8))
    let found = try #require(document["findings"]?.array, "\(checked)")
    return Set(
      found.map { "\($0["rule"]?.string ?? "?") \($0["path"]?.string ?? "?")" })
  }

  @Test(arguments: RealManifestsTests.samples)
  func theGateSeesOneByteOneNameAndOneFile(_ sample: RealManifestsTests.Sample) async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: sample.folder)
    let dataset = try worktree.check(sample.manifest).dataset.path.description
    try await commit(
      worktree, sample.folder, dataset, sample.manifest, without: "*.csv\n*.csv2\n/bag/data/\n")
    let tool = Tools.path("modelgate-check").string
    for subject in [["--worktree"], ["--commit", "HEAD"]] {
      let intact = try await repository.shell.run(tool, subject)
      #expect(intact.output.hasSuffix(": nothing found\n") && intact.status == 0, "\(intact)")
    }
    try await strike(sample.file)
  }

  /// Changes a byte, a name, and what is there, and sees that found and nothing else.
  private func strike(_ name: String) async throws {
    let (file, other) = (repository.root.appending(name), repository.root.appending(name + "2"))
    let content = try repository.read(name)
    let changed = try "data/changed \(relative(name))"
    let added = try "data/changed \(relative(name + "2"))"

    try AtomicFile.write(content.map { $0 ^ 1 }, to: file)
    #expect(try await findings(status: 1) == [changed])
    try AtomicFile.write(content, to: file)
    try Folder.rename(file, to: other)
    #expect(try await findings(status: 1) == [changed, added])
    try Folder.remove(other)
    #expect(try await findings(status: 1) == [changed])
    try AtomicFile.write(content, to: file)
    try AtomicFile.write(content, to: other)
    #expect(try await findings(status: 1) == [added])
    try Folder.remove(other)
    #expect(try await findings(status: 0) == [])
  }

  /// Nobody declared them: pins and lists with known names are found in the commit.
  @Test(
    .enabled("boto3 and moto") { await PythonPeer.has("boto3, moto.server, flask") })
  func theGateSeesWhatS3AndCoreutilsListed() async throws {
    let worktree = try await S3PinTests.uploaded()
    for name in ["data", "data.s3.json", "one.csv", "one.csv.s3.json"] {
      try await repository.shell("cp", "-a", worktree.path.appending(name).string, ".")
    }
    try await repository.shell.script(
      """
      mkdir -p listed/sub && cp data/a.csv listed && cp data/a.csv 'listed/sub/back\\slash'
      cd listed
      find . -type f ! -name '*SUMS' -print0 | xargs -0 b2sum --tag >../list && mv ../list B2SUMS
      """)
    try repository.write("/data/\n/one.csv\n/listed/*\n!/listed/B2SUMS\n", to: ".gitignore")
    try await repository.commit()
    #expect(try await findings(status: 0) == [])
    for file in ["data/sub/uneven.bin", "listed/sub/back\\slash"] {
      try await strike(file)
    }
    try repository.write("1,2\n4", to: "one.csv")
    #expect(try await findings(status: 1) == ["data/changed one.csv"])
  }

  /// The client's `.gitignore` hides the manifest from git, and the hint brings it in all the same.
  @Test func theHintCommitsWhatHuggingFaceIgnores() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "local")
    let manifest = "local/.cache/huggingface/CACHEDIR.TAG"
    try await commit(worktree, "local", "local", manifest, without: "*.csv\n")
    try await repository.git("rm", "-rq", "--cached", "local/.cache")
    try await repository.git("commit", "--quiet", "--message", "without")
    #expect(try await findings(status: 1) == ["data/manifest-uncommitted \(manifest)"])
    let refused = try await repository.tool("modelgate-check")
    let hint = try #require(refused.output.firstMatch(of: /hint: (git .*)/)).1
    try await repository.shell.script("\(hint) --quiet --message with")
    #expect(try await findings(status: 0) == [])
  }

  /// What has sizes alone is compared, and never passed.
  @Test(arguments: ["delta", "lake"])
  func theGateSeesThatATableProvesNoContent(_ folder: String) async throws {
    let fixture = try await ManifestFixture.tables.value
    let worktree = try await fixture.worktree(with: folder)
    let pin = try #require(
      fixture.answers["catalog"]?["pins"]?.array?.last?["metadata"]?.string)
    let (table, manifest) =
      folder == "lake"
      ? ("lake/n/t", "lake/n/t/\(pin)")
      : ("delta", "delta/_delta_log/00000000000000000003.json")
    try await commit(worktree, folder, table, manifest, without: "*.parquet\n*.db\n")
    let unproved = try #require(try await findings(status: 1).first)
    #expect(unproved.hasPrefix("data/no-digest "), "\(unproved)")
    let record = try #require(try worktree.check(manifest).dataset.record as? ListedRecord)
    let name = try #require(record.files.first).path
    try Folder.remove(repository.root.appending(table).appending(name))
    let missing = try "data/changed \(relative(table).appending(name))"
    #expect(try await findings(status: 1) == [unproved, missing])
  }
}
