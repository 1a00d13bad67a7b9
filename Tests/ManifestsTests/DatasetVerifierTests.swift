// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage
import Testing

@Suite struct DatasetVerifierTests {
  let worktree: Worktree

  init() throws {
    worktree = try Worktree()
    try worktree.write("data/churn/a.csv", "1\n")
    try worktree.write("data/churn/sub/b.csv", "2\n")
    try worktree.track("data/churn")
  }

  private func check() throws -> DatasetCheck { try worktree.check("data/churn.sha256") }

  @Test func passesWhatIsAsRecorded() throws {
    let check = try check()
    #expect(check.verdict == .passed)
    #expect(check.digest == Digest.of(try worktree.read("data/churn.sha256")))
    #expect(check.fileCount == 2)
    #expect(check.byteCount == 4)
  }

  @Test func findsOneChangedByte() throws {
    try worktree.write("data/churn/a.csv", "3\n")
    let check = try check()
    #expect(check.verdict == .refused)
    let kind = DatasetDifference.Kind.changed(
      recorded: Digest.of(Array("1\n".utf8)).description,
      actual: Digest.of(Array("3\n".utf8)).description)
    #expect(check.differences == [.init(kind, at: try relative("a.csv"))])
  }

  @Test func findsEverythingThatMovedAtOnce() throws {
    try worktree.remove("data/churn/a.csv")
    try worktree.write("data/churn/A.csv", "1\n")
    try worktree.write("data/churn/sub/.hidden", "")
    #expect(
      try check().summary == ["extra A.csv", "missing a.csv", "extra sub/.hidden"])
  }

  @Test func refusesAnAbsentDataset() throws {
    try worktree.remove("data/churn")
    #expect(try check().verdict == .refused)
    #expect(try check().summary == ["missing (all)"])
  }

  @Test func refusesAnEmptyFolder() throws {
    try worktree.remove("data/churn/a.csv")
    try worktree.remove("data/churn/sub")
    #expect(try check().verdict == .refused)
    #expect(try check().digest == nil)
  }

  @Test func takesALinkInsideForTheFileThatItLeadsTo() throws {
    try worktree.link("data/churn/alias", to: "sub/b.csv")
    #expect(try check().summary == ["extra alias"])
    let manifest = try worktree.track("data/churn").manifest
    #expect(manifest.map(\.path.description) == ["a.csv", "alias", "sub/b.csv"])
    #expect(manifest[1].digest == manifest[2].digest)
    #expect(try check().verdict == .passed)
  }

  @Test(arguments: [
    ("../../secret", "symbolic link: it leads out of the folder"),
    ("/etc/hostname", "symbolic link: it leads to an absolute path"),
    ("sub", "symbolic link to a directory"), ("odd", "symbolic link: it leads in a circle"),
  ])
  func refusesOtherLinks(_ target: String, _ what: String) throws {
    try worktree.write("secret", "not data")
    try worktree.link("data/churn/odd", to: target)
    let check = try check()
    #expect(check.verdict == .refused)
    #expect(check.digest == nil)
    #expect(check.summary == ["\(what) odd"])
    #expect(throws: TrackingError.self) { try worktree.track("data/churn") }
  }

  @Test func saysOnceThatAFileBecameALink() throws {
    try worktree.remove("data/churn/a.csv")
    try worktree.link("data/churn/a.csv", to: "/etc/hostname")
    #expect(
      try check().summary == ["symbolic link: it leads to an absolute path a.csv"])
  }

  @Test func goesThroughNoLinkToTheDataset() throws {
    try Folder.rename(worktree.path.appending("data"), to: worktree.path.appending("moved"))
    try worktree.link("data", to: "moved")
    let dataset = DatasetManifest(
      manifest: try relative("m"), format: "sha256", path: try relative("data/churn"),
      coverage: .none(reason: "none"))
    let check = DatasetVerifier().check(dataset, in: try worktree.root())
    #expect(check.verdict == .couldNotJudge)
    #expect(check.fileCount == 0)
  }

  @Test func neverPassesWhatNoDigestCovers() throws {
    let dataset = DatasetManifest(
      manifest: try relative("m"), format: "dvc", path: try relative("data/churn"),
      coverage: .none(reason: "none"))
    #expect(DatasetVerifier().check(dataset, in: try worktree.root()).verdict == .refused)
  }

  @Test func refusesANameThatNoManifestCanCarry() throws {
    try worktree.write("data/churn/bell\u{7}", "")
    let check = try check()
    #expect(check.verdict == .refused)
    #expect(check.summary == ["name with a control character bell\\007".quoted])
  }
}

extension String {
  /// The last word in quotes, as paths with control characters are printed.
  fileprivate var quoted: String {
    let words = split(separator: " ")
    return words.dropLast().joined(separator: " ") + " \"" + (words.last ?? "") + "\""
  }
}
