// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests
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
}
