// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing

/// Data with a native manifest, from the command that tracks it to the training that reads it.
@Suite struct DataSelectionTests {
  private func project() async throws -> Project {
    let project = try await Project()
    let repository = project.repository
    for (name, text) in ["a.csv": "1\n", "b.csv": "2\n", "notes.txt": "x", "raw/c.csv": "3\n"] {
      try repository.write(text, to: "data/train/\(name)")
    }
    try repository.write(
      """
      version: 1
      data: { train: { path: data/train } }
      pipelines:
        sum: { run: [sh, train.sh], data: [train], model: model.txt }

      """, to: "modelgate.yaml")
    try repository.write(
      "(cd data/train && find . -type f | sort) >\"$MODELGATE_OUTPUT/model.txt\"\n", to: "train.sh")
    return project
  }

  @Test func aTrainingSeesOnlyWhatThePatternsTake() async throws {
    let project = try await project()
    try await project.expect(
      0, "data", "track", "data/train", "--include", "*.csv", "--exclude", "/raw/")
    try await project.repository.commit()
    let built = try await project.build()
    #expect(
      try SmallFile.read(built.model, limit: 100)
        == Array("./.modelgate-patterns\n./a.csv\n./b.csv\n".utf8))
    // What is left out may change, what is taken may not.
    try project.repository.write("y", to: "data/train/notes.txt")
    try await project.expect(0, "check")
    try project.repository.write("9\n", to: "data/train/b.csv")
    let refused = try await project.expect(1, "check")
    #expect(refused.output.contains("b.csv"), "\(refused)")
  }

  /// A cache that lies shows who believes it: the gate by hand, and neither builds nor releases.
  @Test func onlyTheDevelopersGateBelievesTheCache() async throws {
    let project = try await project()
    let repository = project.repository
    try await project.expect(0, "data", "track", "data/train")
    try await repository.commit()
    try repository.write("9\n", to: "data/train/b.csv")
    let folder = project.root.appending(".git/modelgate/digests")
    try Folder.create(folder)
    var records = StatusRecords(payloadSize: 32)
    let recorded = Digest.of(Array("2\n".utf8)).bytes
    records.append(
      try FileStatus(project.root.appending("data/train/b.csv")), recorded.span)
    let text = StatusTable(StatusRecords(payloadSize: 32)).text(
      adding: records, header: Array("modelgate digests 1 sha256\n".utf8), limit: 10)
    try AtomicFile.write(text, to: folder.appending("sha256"))

    let change = "\"rule\": \"data/changed\""
    #expect(try await project.run("check", "--format", "json").output.contains(change) == false)
    for preset in ["build", "release"] {
      let checked = try await project.run("check", "--preset", preset, "--format", "json")
      #expect(checked.output.contains(change), "\(checked)")
    }
    try await project.expect(0, "data", "verify")
    try await project.expect(1, "data", "verify", "--full")
    let built = try await project.expect(1, "build")
    #expect(built.error.contains("b.csv"), "\(built)")
  }
}
