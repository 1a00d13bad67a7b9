// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Manifests that the real tools wrote: taken as they are, and quick to see what changed.
@Suite(
  .enabled("needs the tools of every format") { await PythonPeer.has(ManifestFixture.modules) })
struct RealManifestsTests {
  /// One tool's data.
  struct Sample: Sendable, CustomTestStringConvertible {
    let folder: String
    let manifest: String
    let format: String
    /// A file of the data, and where it is named from the dataset's folder.
    let file: String
    var path: String?
    var isCollisionResistant = true

    var testDescription: String { format + " " + folder }
    var name: String { path ?? file.split(separator: "/").dropFirst().joined(separator: "/") }
  }

  private static let commit = "0123456789abcdef0123456789abcdef01234567"
  static let samples = [
    Sample(
      folder: "bag", manifest: "bag/bagit.txt", format: "bagit", file: "bag/data/sub/b ü.csv"),
    Sample(
      folder: "bag", manifest: "bag/manifest-sha256.txt", format: "bagit",
      file: "bag/data/line\nfeed"),
    Sample(
      folder: "signed", manifest: "signed/model.sig", format: "model-signing",
      file: "signed/sub/b ü.csv"),
    Sample(
      folder: "package", manifest: "package/datapackage.json", format: "frictionless",
      file: "package/sub/b.csv"),
    Sample(
      folder: "yaml", manifest: "yaml/datapackage.yaml", format: "frictionless",
      file: "yaml/sub/b.csv"),
    Sample(
      folder: "croissant", manifest: "croissant/croissant.json", format: "croissant",
      file: "croissant/sub/b ü.csv"),
    Sample(
      folder: "local", manifest: "local/.cache/huggingface/CACHEDIR.TAG", format: "huggingface",
      file: "local/a.csv", isCollisionResistant: false),
    Sample(
      folder: "local", manifest: "local/.cache/huggingface/CACHEDIR.TAG", format: "huggingface",
      file: "local/sub/b ü.csv", isCollisionResistant: false),
  ]

  @Test(arguments: samples)
  func seesOneByteOneNameAndOneFile(_ sample: Sample) async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: sample.folder)
    let intact = try worktree.check(sample.manifest)
    #expect(intact.verdict == .passed, "\(intact.summary)")
    #expect(intact.dataset.format == sample.format)
    #expect(intact.dataset.record?.isCollisionResistant == sample.isCollisionResistant)
    let name = try relative(sample.name).description
    let content = try worktree.read(sample.file)

    try worktree.write(sample.file, content.map { $0 == UInt8(ascii: "1") ? 0x39 : $0 ^ 1 })
    #expect(try worktree.check(sample.manifest).summary == ["changed \(name)"])
    try worktree.remove(sample.file)
    #expect(try worktree.check(sample.manifest).summary == ["missing \(name)"])
    try worktree.write(sample.file + "2", content)
    let other = try relative(sample.name + "2").description
    #expect(
      Set(try worktree.check(sample.manifest).summary) == ["missing \(name)", "extra \(other)"])
    #expect(try worktree.check(sample.manifest).verdict == .refused)
  }

  @Test func theToolsSayTheSame() async throws {
    let answers = try await ManifestFixture.formats.value.answers
    for tool in ["bag", "signature", "frictionless", "croissant"] {
      #expect(answers[tool] == [true, false], "\(tool)")
    }
  }

  /// The tag files of a bag are as listed, too: their manifest is one of its own.
  @Test func seesWhatChangedInABagsTagFiles() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "bag")
    let tag = "bag/bag-info.txt"
    let content = try worktree.read(tag)
    try worktree.write(tag, content + "Contact-Name: x\n".utf8)
    #expect(try worktree.check("bag/bagit.txt").summary == ["changed bag-info.txt"])
    try worktree.remove(tag)
    #expect(try worktree.check("bag/bagit.txt").summary == ["missing bag-info.txt"])
    try worktree.write(tag + "2", content)
    #expect(
      Set(try worktree.check("bag/bagit.txt").summary)
        == ["missing bag-info.txt", "extra bag-info.txt2"])
  }

  /// In the cache the links are the data's names, and the files are named by their digests.
  @Test func seesWhatChangedInACacheOfTheHub() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "hub")
    let manifest = "hub/datasets--o--n/refs/main"
    #expect(try worktree.check(manifest).verdict == .passed)
    let large = "c1e3db1a718c8b2c34181f9ed8d45c91369808c337752ff95016130aed2ee693"
    let snapshot = "snapshots/\(Self.commit)"
    try worktree.write("hub/datasets--o--n/blobs/\(large)", "id,x\n3,5\n")
    #expect(
      try worktree.check(manifest).summary
        == ["changed blobs/\(large)", "changed \(snapshot)/sub/b ü.csv"])
    try worktree.remove("hub/datasets--o--n/blobs/\(large)")
    #expect(try worktree.check(manifest).summary.contains("missing blobs/\(large)"))
    try worktree.write("hub/datasets--o--n/refs/main", String(repeating: "1", count: 40))
    #expect(throws: ManifestError.self) { try worktree.check(manifest) }
  }

  @Test func aSignedFileIsADataset() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "one")
    #expect(try worktree.check("one/weights.sig").verdict == .passed)
    #expect(try worktree.check("one/weights.sig").dataset.path == relative("one/weights.bin"))
    try worktree.write("one/weights.bin", "id,x\n1,3\n")
    #expect(try worktree.check("one/weights.sig").summary == ["changed weights.bin"])
  }

  @Test func shardsAreNoDigestsOfFiles() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "shards.sig")
    let found = try ManifestSearch.read(relative("shards.sig"), in: worktree.root())
    #expect(found.first?.dataset?.gap?.contains("shards") == true)
  }

  /// Damage in any file that a reader follows is an error, never a trap and never a pass.
  @Test(arguments: [
    ("bag", "manifest-sha256.txt", "bagit.txt"), ("bag", "bag-info.txt", "bagit.txt"),
    ("bag", "bagit.txt", "manifest-md5.txt"),
    ("local", ".cache/huggingface/download/a.csv.metadata", ".cache/huggingface/CACHEDIR.TAG"),
  ])
  func survivesDamageBesideTheManifest(_ folder: String, _ victim: String, _ manifest: String)
    async throws
  {
    let worktree = try await ManifestFixture.formats.value.worktree(with: folder)
    let refusals = try worktree.refusals(
      of: "\(folder)/\(manifest)", damaging: "\(folder)/\(victim)")
    #expect(refusals > 5)
  }
}
