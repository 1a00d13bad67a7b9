// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// The tool as people run it: what it says, where, and its exit status.
@Suite struct DataToolTests {
  let worktree: Worktree

  init() throws {
    worktree = try Worktree()
    try Folder.createNew(worktree.path.appending(".git"))
    try worktree.write("data/churn/a.csv", "1\n")
    try worktree.write("data/churn/b.csv", "2\n")
  }

  private func run(_ arguments: String..., in folder: String? = nil) async throws -> Transcript {
    var shell = worktree.shell
    if let folder { shell.directory = worktree.path.appending(folder) }
    return try await shell.run(Tools.path("modelgate-data").string, arguments)
  }

  @Test func tracksAndVerifies() async throws {
    let tracked = try await run("track", "data/churn")
    let digest = Digest.of(try worktree.read("data/churn.sha256"))
    #expect(tracked.status == 0)
    #expect(tracked.output == "data/churn.sha256  new  2 files, 4 bytes  \(digest)\n")
    #expect(tracked.error == "modelgate-data: hint: git add data/churn.sha256\n")
    let verified = try await run("verify")
    #expect(verified.status == 0)
    #expect(verified.output == "ok  data/churn  sha256  2 files, 4 bytes  \(digest)\n")
    #expect(verified.error.isEmpty)
    #expect(try await run("digest", "data/churn").output == "\(digest)\n")
  }

  @Test func saysEverythingThatDiffersAndWhatToType() async throws {
    _ = try await run("track", "data/churn")
    try worktree.write("data/churn/a.csv", "9\n")
    try worktree.remove("data/churn/b.csv")
    let verified = try await run("verify", "churn", in: "data")
    #expect(verified.status == 1)
    let lines = verified.output.split(separator: "\n")
    #expect(
      lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
        "refused data/churn", "changed a.csv", "missing b.csv",
      ])
    #expect(
      verified.error
        == "modelgate-data: refused: 1 of 1 datasets not as recorded\n"
        + "modelgate-data: hint: modelgate data track churn\n")
  }

  /// Alone they were meant as manifests; beside others they are a note.
  @Test func saysWhyADescriptionProvesNothing() async throws {
    try worktree.write("d/x", "1")
    try worktree.write("d/datapackage.json", #"{"resources": [{"path": "x"}]}"#)
    try worktree.write("e/croissant.json", "{")
    for names in [[], ["d"]] {
      let path = Tools.path("modelgate-data").string
      let refused = try await worktree.shell.run(path, ["verify"] + names)
      #expect(refused.status == 1, "\(refused)")
      #expect(refused.output.contains("not covered: 'x' has no digest"), "\(refused)")
      #expect(refused.error.contains("'e/croissant.json': line 1") == names.isEmpty, "\(refused)")
    }
    _ = try await run("track", "data/churn")
    let verified = try await run("verify")
    #expect(verified.status == 0, "\(verified)")
    let notes = verified.error.split(separator: "\n")
    #expect(notes.count == 2, "\(verified)")
    #expect(
      notes.first?.hasSuffix("'d/datapackage.json' proves nothing: 'x' has no digest") == true)
    #expect(notes.last?.contains("no manifest: 'e/croissant.json': line 1") == true)
    #expect(try await run("verify", "--quiet").error.isEmpty)
  }

  @Test func aManifestOfThePatternsAloneIsRefused() async throws {
    let none = try await run("track", "data/churn", "--include", "nothing")
    #expect(none.status == 1 && none.error.contains("the patterns leave no file"), "\(none)")
    #expect((try? FileStatus(worktree.path.appending("data/churn.sha256"))) == nil)
    #expect((try? FileStatus(worktree.path.appending("data/churn/.modelgate-patterns"))) == nil)
    // Patterns that were there stay.
    _ = try await run("track", "data/churn", "--include", "a.csv")
    #expect(try await run("track", "data/churn", "--exclude", "*").status == 1)
    #expect(try await run("verify").status == 0)
  }

  @Test func oneDatasetOfManyNamesIsOne() async throws {
    _ = try await run("track", "data/churn")
    let verified = try await run("verify", "churn", "data/churn", "data/churn.sha256")
    #expect(verified.output.split(separator: "\n").count == 1, "\(verified)")
  }

  /// What no --replace removes is not advised to be.
  @Test func convertsBesideTheManifestsOfOtherTools() async throws {
    try worktree.write("d/x", "1\n")
    try worktree.write(
      "d.dvc",
      "outs:\n- path: d\n  hash: md5\n  files:\n  - relpath: x\n"
        + "    md5: b026324c6904b2a9cb4b88d6d61c81d1\n")
    let refused = try await run("convert", "d", "--to", "sha256sums")
    #expect(refused.status == 1 && !refused.error.contains("--replace"), "\(refused)")
    #expect(refused.error.contains("hint: name a file elsewhere with --output\n"), "\(refused)")
    #expect(try await run("convert", "d", "--to", "sha256sums", "--output", "LIST").status == 0)
  }

  /// A part has a manifest already, and needs no second one inside of the dataset.
  @Test func namesTheWholeOfWhichSomethingIsAPart() async throws {
    _ = try await run("track", "data/churn")
    for name in ["churn/a.csv", "churn/gone"] {
      let refused = try await run("verify", name, in: "data")
      #expect(refused.status == 1, "\(refused)")
      #expect(
        refused.error == "modelgate-data: refused: 'data/\(name)' is a part of the dataset "
          + "'data/churn', which is taken as a whole\n"
          + "modelgate-data: hint: modelgate data verify churn\n")
    }
  }

  @Test func leavesGitsOwnFolderAlone() async throws {
    try worktree.write(".git/x", "1")
    for name in [".git", ".git/x"] {
      let refused = try await run("track", name)
      #expect(refused.status == 64 && refused.error.contains("git's own"), "\(refused)")
    }
    #expect(try await run("verify", "data/../.git").status == 64)
  }

  @Test func takesAManifestOfAnyNameThatIsNamed() async throws {
    try worktree.write("d/x", "1\n")
    try worktree.write(
      "d/metadata.json",
      #"""
      {"conformsTo": "http://mlcommons.org/croissant/1.0", "distribution": [
        {"@type": "cr:FileObject", "contentUrl": "x", "md5": "b026324c6904b2a9cb4b88d6d61c81d1"}]}
      """#)
    let verified = try await run("verify", "d/metadata.json")
    #expect(verified.status == 0 && verified.output.hasPrefix("ok  d  croissant"), "\(verified)")
    #expect(try await run("verify", "d/x").status == 1)
  }

  @Test func neverPassesWithoutLooking() async throws {
    let nothing = try await run("verify")
    #expect(nothing.status == 2, "\(nothing)")
    try worktree.write("data/x.sha256", "nonsense\n")
    let broken = try await run("verify")
    #expect(broken.status == 1, "\(broken)")
    #expect(broken.error.contains("'data/x.sha256', line 1: "))
    #expect(try await run("verify", "data/unknown").status == 1)
    #expect(try await run("list").status == 1)
  }

  @Test func refusesADatasetThatBecameALink() async throws {
    _ = try await run("track", "data/churn")
    try Folder.rename(
      worktree.path.appending("data/churn"), to: worktree.path.appending("data/moved"))
    try worktree.link("data/churn", to: "moved")
    let verified = try await run("verify", "--format", "json")
    #expect(verified.status == 1, "\(verified)")
    let document = try JSONValue.parse(Array(verified.output.utf8))
    let differences = document["datasets"]?.array?.first?["differences"]
    #expect(differences?.array?.first?["what"] == "symbolic link")
  }

  @Test func keepsUsageErrorsApart() async throws {
    #expect(try await run("track").status == 64)
    #expect(try await run("track", "/etc").status == 64)
    #expect(try await run("frobnicate").status == 64)
  }

  @Test func listsWithoutReadingTheData() async throws {
    _ = try await run("track", "data/churn", "--quiet")
    try worktree.remove("data/churn")
    let listed = try await run("list")
    #expect(listed.output == "data/churn  sha256  2 files\n")
    #expect(listed.status == 0)
  }
}
