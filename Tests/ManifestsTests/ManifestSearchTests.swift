// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Manifests
import TestSupport
import Testing

@Suite struct ManifestSearchTests {
  let worktree: Worktree

  init() throws { worktree = try Worktree() }

  private func search() throws -> [String] {
    ManifestSearch(in: try worktree.root()).found.map { found in
      switch found {
      case .dataset(let dataset): "\(dataset.format) \(dataset.path)"
      case .defect(let path, _): "defect \(path)"
      }
    }
  }

  @Test func findsEveryFormatByName() throws {
    try worktree.write("data/a/1", "1")
    try worktree.track("data/a")
    try worktree.write(
      "b.csv.dvc", "outs:\n- path: b.csv\n  md5: \(String(repeating: "0", count: 32))\n")
    try worktree.write("plain.txt", "text")
    #expect(try search() == ["dvc b.csv", "sha256 data/a"])
  }

  @Test func reportsWhatLooksLikeAManifestAndIsNone() throws {
    try worktree.write("broken.sha256", "nonsense\n")
    try worktree.write("broken.dvc", "outs: [\n")
    #expect(try search() == ["defect broken.dvc", "defect broken.sha256"])
  }

  /// Whoever makes a manifest a link does not get rid of it; a second name of another is none.
  @Test func reportsManifestsThatAreNoFiles() throws {
    try worktree.write("data/a/1", "1")
    try worktree.track("data/a")
    try worktree.rename("data/a.sha256", to: "kept")
    try worktree.link("data/a.sha256", to: "../kept")
    try worktree.write("b/1", "1")
    try worktree.track("b")
    try worktree.link("latest", to: "b")
    try worktree.link("latest.sha256", to: "b.sha256")
    try worktree.link("dvc.lock", to: "nowhere")
    #expect(try search() == ["sha256 b", "defect data/a.sha256", "defect dvc.lock"])
  }

  @Test func takesManifestsInsideADatasetForData() throws {
    try worktree.write("data/x.tar.sha256", "no manifest of ours")
    try worktree.track("data")
    #expect(try search() == ["sha256 data"])
  }

  @Test func looksNeitherIntoGitNorIntoDVC() throws {
    for folder in [".git", ".dvc", "sub/.git"] { try worktree.write("\(folder)/x.sha256", "x") }
    try worktree.write(".sha256", "no name")
    #expect(try search() == [])
  }

  /// A local folder of Hugging Face's hub, as old and new clients name it, and a cache of it.
  @Test func findsWhatTheHubsClientsLeave() throws {
    let commit = String(repeating: "1", count: 40)
    let tag = "\(commit)\n\(String(repeating: "a", count: 64))\n1.5\n"
    for folder in ["old", "new"] {
      try worktree.write("\(folder)/.cache/huggingface/download/a.bin.metadata", tag)
      try worktree.write("\(folder)/.cache/huggingface/.gitignore", "*")
    }
    try worktree.write("new/.cache/huggingface/CACHEDIR.TAG", "Signature: 8a477f597d28d172")
    let cache = "hub/datasets--owner--name"
    try worktree.write("\(cache)/refs/main", commit)
    try worktree.write("\(cache)/blobs/\(String(repeating: "b", count: 64))", "1")
    try worktree.write("\(cache)/snapshots/\(commit)/sub/x", "")
    try worktree.remove("\(cache)/snapshots/\(commit)/sub/x")
    try worktree.link(
      "\(cache)/snapshots/\(commit)/sub/x",
      to: "../../../blobs/\(String(repeating: "b", count: 64))")
    try worktree.write("other/refs/main", commit)
    #expect(try search() == ["huggingface \(cache)", "huggingface new", "huggingface old"])
  }

  /// What may describe data and proves nothing is kept apart, unless something else covers it.
  @Test func passesOverWhatProvesNothing() throws {
    try worktree.write("a/datapackage.json", #"{"resources": [{"path": "x"}]}"#)
    try worktree.write("b/croissant.json", "{")
    try worktree.write("c/x", "1")
    try worktree.write("c/datapackage.json", #"{"resources": [{"path": "x"}]}"#)
    try worktree.track("c")
    try worktree.write("note.md5", "nothing of the kind\n")
    let search = ManifestSearch(in: try worktree.root())
    #expect(search.found.map(\.manifest.description) == ["c.sha256"])
    #expect(
      search.passedOver.map(\.manifest.description) == ["a/datapackage.json", "b/croissant.json"])
  }

  /// The sieve in front of the formats holds back nothing that one of them would look into.
  @Test func asksEveryFormatThatMayTakeAName() throws {
    let words = [
      "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "b2", "blake2", "b3", "blake3",
      "checksum", "checksums", "digests", "hashes", "sums", "bagit", "datapackage", "croissant",
      "CACHEDIR", "dvc", "x", "x.s3",
    ]
    let endings = [
      "", "sum", "sums", ".txt", "sum.txt", "sums.txt", ".json", ".croissant.json", ".TAG",
      ".lock", ".dvc", ".sig", ".sha256", ".md5", ".B3", ".blake2", ".sha512sums", ".jsonld",
    ]
    var taken = 0
    for word in words {
      for ending in endings {
        for name in [word + ending, word.uppercased() + ending, "a." + word + ending.uppercased()] {
          let path = try #require(RelativePath("folder/" + name))
          let isWanted = ManifestFormats.all.contains { $0.mayBe(path) }
          #expect(ManifestFormats.mayBe(path) == isWanted, "\(name)")
          taken += isWanted ? 1 : 0
        }
      }
    }
    #expect(taken > 100)
    // One format that takes any name makes a search ask all of them about every file.
    #expect(!ManifestFormats.endings.contains(""))
  }

  /// A file with a hole of a gigabyte costs neither memory nor time.
  @Test(arguments: ["data.sha256", "SHA256SUMS", "data.dvc", "data.s3.json"])
  func refusesAManifestThatIsTooLargeByItsSize(_ name: String) async throws {
    _ = try await worktree.shell("truncate", "--size", "1073741824", name)
    let path = try #require(RelativePath(name))
    let found = ManifestSearch.read(path, in: try worktree.root())
    guard case .defect(path, let error)? = found.first else {
      Issue.record("\(found)")
      return
    }
    let reason = "it has 1073741824 bytes, more than the 268435456 that are read"
    #expect(error.message.hasSuffix(reason), "\(error.message)")
  }

  @Test func endsABombInAManifest() throws {
    var text = "outs: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    try worktree.write("bomb.dvc", text)
    #expect(try search() == ["defect bomb.dvc"])
  }
}
