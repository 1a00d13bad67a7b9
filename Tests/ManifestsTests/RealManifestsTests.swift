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
    let worktree = try await ManifestFixture.worktree(with: sample.folder)
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
    let answers = try await ManifestFixture.answers()
    for tool in ["bag", "signature", "frictionless", "croissant"] {
      #expect(answers[tool] == [true, false], "\(tool)")
    }
  }

  /// The tag files of a bag are as listed, too: their manifest is one of its own.
  @Test func seesWhatChangedInABagsTagFiles() async throws {
    let worktree = try await ManifestFixture.worktree(with: "bag")
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
    let worktree = try await ManifestFixture.worktree(with: "hub")
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
    let worktree = try await ManifestFixture.worktree(with: "one")
    #expect(try worktree.check("one/weights.sig").verdict == .passed)
    #expect(try worktree.check("one/weights.sig").dataset.path == relative("one/weights.bin"))
    try worktree.write("one/weights.bin", "id,x\n1,3\n")
    #expect(try worktree.check("one/weights.sig").summary == ["changed weights.bin"])
  }

  @Test func shardsAreNoDigestsOfFiles() async throws {
    let worktree = try await ManifestFixture.worktree(with: "shards.sig")
    let found = try ManifestSearch.read(relative("shards.sig"), in: worktree.root())
    #expect(found.first?.dataset?.gap?.contains("shards") == true)
  }

  // MARK: Tables

  @Test func aDeltaTableHasTheFilesThatDeltaSaysItHas() async throws {
    let worktree = try await ManifestFixture.worktree(with: "delta")
    let last = "delta/_delta_log/00000000000000000003.json"
    let intact = try worktree.check(last)
    #expect(intact.summary == [])
    #expect(intact.verdict == .refused, "sizes prove nothing")
    let record = try #require(intact.dataset.record as? ListedRecord)
    let files = record.files.map { JSONValue.string($0.path.description) }
    #expect(try await ManifestFixture.answers()["delta"] == .array(files))

    let name = try #require(record.files.first?.path.description)
    let content = try worktree.read("delta/" + name)
    try worktree.write("delta/" + name, content + [0])
    #expect(try worktree.check(last).summary == ["changed \(name)"])
    try worktree.remove("delta/" + name)
    #expect(try worktree.check(last).summary == ["missing \(name)"])
  }

  @Test func aDeltaTableThatMovedOnIsSeen() async throws {
    let worktree = try await ManifestFixture.worktree(with: "delta")
    let check = try worktree.check("delta/_delta_log/00000000000000000002.json")
    #expect(check.summary == ["extra _delta_log/00000000000000000003.json"])
    try worktree.remove("delta/_delta_log/00000000000000000000.json")
    let error = try #require(throws: ManifestError.self) {
      try worktree.check("delta/_delta_log/00000000000000000003.json")
    }
    #expect(error.reason.contains("Parquet are not read"))
  }

  @Test(arguments: ["null", "deflate"])
  func anIcebergSnapshotHasItsFiles(_ codec: String) async throws {
    let worktree = try await ManifestFixture.worktree(with: "iceberg-\(codec)")
    let manifest = "iceberg-\(codec)/metadata/00001-x.metadata.json"
    let intact = try worktree.check(manifest)
    #expect(intact.summary == [])
    #expect(intact.verdict == .refused, "sizes prove nothing")
    #expect(intact.dataset.record?.fileCount == 40)
    #expect(intact.dataset.record?.byteCount == 360)
    // The files that pyiceberg would read of the same table.
    let record = try #require(intact.dataset.record as? ListedRecord)
    let files = record.files.map { JSONValue.string($0.path.description) }
    let theirs = try await ManifestFixture.answers()["iceberg"]?.array?[codec == "null" ? 0 : 1]
    #expect(theirs == .array(files.filter { $0.string?.hasPrefix("data/") == true }))
    try worktree.write("iceberg-\(codec)/data/7.parquet", "id")
    try worktree.remove("iceberg-\(codec)/data/9.parquet")
    try worktree.write("iceberg-\(codec)/metadata/00002-y.metadata.json", "{}")
    #expect(
      try worktree.check(manifest).summary == [
        "changed data/7.parquet", "missing data/9.parquet", "extra metadata/00002-y.metadata.json",
      ])
    try worktree.remove("iceberg-\(codec)/metadata/m0.avro")
    #expect(throws: ManifestError.self) { try worktree.check(manifest) }
  }

  /// Damage in any file that a reader follows is an error, never a trap and never a pass.
  @Test(arguments: [
    ("iceberg-deflate", "metadata/m0.avro", "metadata/00001-x.metadata.json"),
    ("iceberg-null", "metadata/snap-7.avro", "metadata/00001-x.metadata.json"),
    ("delta", "_delta_log/00000000000000000001.json", "_delta_log/00000000000000000003.json"),
    ("bag", "manifest-sha256.txt", "bagit.txt"), ("bag", "bag-info.txt", "bagit.txt"),
    ("bag", "bagit.txt", "manifest-md5.txt"),
    ("local", ".cache/huggingface/download/a.csv.metadata", ".cache/huggingface/CACHEDIR.TAG"),
  ])
  func survivesDamageBesideTheManifest(_ folder: String, _ victim: String, _ manifest: String)
    async throws
  {
    let worktree = try await ManifestFixture.worktree(with: folder)
    let root = try worktree.root()
    let original = try worktree.read("\(folder)/\(victim)")
    let path = try relative("\(folder)/\(manifest)")
    var random = SeededGenerator(seed: 11)
    var refusals = 0
    for _ in 0..<150 {
      try worktree.write("\(folder)/\(victim)", random.mutated(original))
      if ManifestSearch.read(path, in: root).first?.dataset == nil { refusals += 1 }
    }
    #expect(refusals > 5)
  }
}
