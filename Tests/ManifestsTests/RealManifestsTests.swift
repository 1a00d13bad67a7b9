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

    static func bag(_ file: String, by manifest: String = "bagit.txt") -> Sample {
      Sample(folder: "bag", manifest: "bag/\(manifest)", format: "bagit", file: "bag/data/\(file)")
    }

    static func signed(_ folder: String, _ file: String) -> Sample {
      Sample(
        folder: folder, manifest: "\(folder)/model.sig", format: "model-signing",
        file: "\(folder)/\(file)")
    }

    static func package(_ folder: String, by manifest: String) -> Sample {
      Sample(
        folder: folder, manifest: "\(folder)/\(manifest)", format: "frictionless",
        file: "\(folder)/sub/b.csv")
    }

    var testDescription: String { format + " " + folder }
    var name: String { path ?? file.split(separator: "/").dropFirst().joined(separator: "/") }
  }

  private static let commit = "0123456789abcdef0123456789abcdef01234567"
  static let samples = [
    .bag("sub/b ü.csv"), .bag("line\nfeed", by: "manifest-sha256.txt"), .bag("return\r"),
    .bag("50%25.csv"),
    .signed("signed", "sub/b ü.csv"), .signed("blake2", "a.csv"),
    .signed("blake3", "sub/b ü.csv"),
    .package("package", by: "datapackage.json"), .package("yaml", by: "datapackage.yaml"),
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
    let folder = intact.dataset.path.description
    #expect(try await intact.digest?.hex == worktree.coreutilsDigest(of: folder))
    try await worktree.seesEveryChange(of: sample.file, as: sample.name, by: sample.manifest)
  }

  /// The tools on the same data: as it is, a byte, a name, a file gone, a file more.
  ///
  /// Those that describe data look at nothing that they do not describe.
  @Test func theToolsSayTheSame() async throws {
    let answers = try await ManifestFixture.formats.value.answers
    for tool in ["bag", "signature"] {
      #expect(answers[tool] == [true, false, false, false, false], "\(tool)")
    }
    for tool in ["frictionless", "croissant"] {
      #expect(answers[tool] == [true, false, false, false, true], "\(tool)")
    }
    let hub: JSONValue = [true, false, false, false, false]
    #expect(answers["huggingface"] == [hub, hub])
  }

  /// What a signer left out may be there and need not, as for the tool that signed.
  @Test func takesWhatASignerLeftOutAsTheToolDoes() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "ignoring")
    let manifest = "ignoring/model.sig"
    var verdicts = [try worktree.check(manifest).verdict == .passed]
    for name in ["cache/deep/x", "logs/a", "logs/ab", "cache2", "sub/cache/x"] {
      try worktree.write("ignoring/\(name)", "x")
      verdicts.append(try worktree.check(manifest).verdict == .passed)
      try worktree.remove("ignoring/\(name)")
    }
    #expect(verdicts == [true, true, true, false, false, false])
    let answers = try await ManifestFixture.formats.value.answers
    #expect(answers["ignoring"] == .array(verdicts.map(JSONValue.bool)))
  }

  /// The tag files of a bag are as listed, too: their manifest is one of its own.
  @Test func seesWhatChangedInABagsTagFiles() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "bag")
    try await worktree.seesEveryChange(
      of: "bag/bag-info.txt", as: "bag-info.txt", by: "bag/bagit.txt")
  }

  /// In the cache the links are the data's names, and the files are named by their digests.
  @Test func seesWhatChangedInACacheOfTheHub() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "hub")
    let folder = "hub/datasets--o--n"
    let found = try ManifestSearch.read(relative("\(folder)/refs/main"), in: worktree.root())
    // As a commit has it: the names are kept, whatever becomes of the links here.
    let dataset = try #require(found.first?.dataset)
    let check = { DatasetVerifier().check(dataset, in: try worktree.root()) }
    #expect(try check().verdict == .passed)
    let large = "blobs/c1e3db1a718c8b2c34181f9ed8d45c91369808c337752ff95016130aed2ee693"
    let link = "snapshots/\(Self.commit)/sub/b ü.csv"
    let content = try worktree.read("\(folder)/\(large)")
    try Tampering.byte.strike("\(folder)/\(large)", in: worktree)
    #expect(try check().summary == ["changed \(large)", "changed \(link)"])
    try worktree.write("\(folder)/\(large)", content)
    try Tampering.name.strike("\(folder)/\(link)", in: worktree)
    #expect(try Set(check().summary) == Tampering.name.findings(link))
    try worktree.remove("\(folder)/\(link)2")
    #expect(try Set(check().summary) == Tampering.removal.findings(link))
    try worktree.link("\(folder)/\(link)", to: "../../../\(large)")
    #expect(try check().verdict == .passed)
    try worktree.link("\(folder)/\(link)2", to: "../../../\(large)")
    #expect(try Set(check().summary) == Tampering.addition.findings(link))
    try worktree.remove("\(folder)/\(link)2")
    try worktree.remove("\(folder)/\(large)")
    #expect(try check().summary.contains("missing \(large)"))
    try worktree.write("\(folder)/refs/main", String(repeating: "1", count: 40))
    #expect(throws: ManifestError.self) { try worktree.check("\(folder)/refs/main") }
  }

  @Test func aSignedFileIsADataset() async throws {
    let worktree = try await ManifestFixture.formats.value.worktree(with: "one")
    let file = "one/weights.bin"
    #expect(try worktree.check("one/weights.sig").verdict == .passed)
    #expect(try worktree.check("one/weights.sig").dataset.path == relative(file))
    try await worktree.seesEveryChange(of: file, by: "one/weights.sig")
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
