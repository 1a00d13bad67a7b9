// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// A repository whose data git-annex keeps: check, list, verify, build, audit, and every tampering.
@Suite(.enabled(if: Peers.has("git-annex"), "needs git-annex"))
struct AnnexedProjectTests {
  let project: Project

  init() async throws {
    project = try await Project()
    let repository = project.repository
    try repository.write(
      """
      version: 1
      data: { train: { path: data/train } }
      pipelines:
        churn: { run: [sh, train.sh], data: [train], model: model.txt }

      """, to: "modelgate.yaml")
    try repository.write("cat data/train/*.csv >\"$MODELGATE_OUTPUT/model.txt\"\n", to: "train.sh")
    for (name, text) in [("a", "1,2\n"), ("b", "3,4\n"), ("c", "5,6\n")] {
      try repository.write(text, to: "data/train/\(name).csv")
    }
    try repository.write("weights", to: "weights.bin")
    try await repository.shell.script(
      """
      git annex init --quiet here
      echo 'b.csv annex.backend=MD5E' >.gitattributes
      git add .gitattributes modelgate.yaml train.sh
      git annex add --quiet data weights.bin
      git annex unlock --quiet data/train/c.csv
      git commit --quiet --message data
      """)
  }

  /// The rules that a check found broken.
  private func rules(_ arguments: String...) async throws -> Set<String> {
    let checked = try await project.repository.shell.run(
      Tools.path("modelgate-check").string, ["--format", "json"] + arguments)
    let found = checked.output.matches(of: /"rule": ?"([a-z\/-]+)"/).map { String($0.1) }
    try #require(checked.status == (found.isEmpty ? 0 : 1), "\(checked)")
    return Set(found)
  }

  private func overwrite(_ path: String, _ text: String) async throws {
    try await project.repository.shell.script(
      "f=$(readlink -f '\(path)'); chmod u+w \"$f\"; printf '\(text)' >\"$f\"")
  }

  @Test func buildsFromTheContentsAndFindsEveryChange() async throws {
    #expect(try await rules() == [])
    #expect(try await rules("--commit", "HEAD") == [])
    let listed = try await project.expect(0, "data", "list")
    #expect(
      listed.output == "data  annex  3 files, 12 bytes\nweights.bin  annex  1 file, 7 bytes\n"
    )
    let verified = try await project.expect(0, "data", "verify")
    #expect(verified.output.contains("ok  data  annex  3 files"), "\(verified)")
    let built = try await project.build()
    #expect(
      try SmallFile.read(built.model, limit: 100) == Array("1,2\n3,4\n5,6\n".utf8))
    let audit = try await project.audit(built.model)
    #expect(audit.verdict == "verified", "\(audit)")
    #expect(audit.detail("data train").contains("the data here"), "\(audit)")

    try await overwrite("data/train/a.csv", "1,3\\n")
    #expect(try await rules() == ["data/changed"])
    try await project.expect(1, "build")
    let refused = try await project.expect(1, "data", "verify", "data/train")
    #expect(refused.output.contains("changed  a.csv"), "\(refused)")
    try await overwrite("data/train/a.csv", "1,2\\n")
    #expect(try await rules() == [])

    try project.repository.write("5,7\n", to: "data/train/c.csv")
    #expect(try await rules() == ["data/changed"])
    try project.repository.write("5,6\n", to: "data/train/c.csv")

    // Not declared, and changed in the store only: git calls the repository clean.
    try await overwrite("weights.bin", "Weights")
    #expect(try await project.repository.git("status", "--porcelain") == "")
    #expect(try await rules() == ["worktree/annex-changed"])
  }

  @Test func judgesAClonesAsItIs() async throws {
    try await project.repository.shell.script(
      "git clone --quiet . ../clone && cd ../clone && git annex init --quiet there")
    let clone = try await project.repository.shell.at(
      project.repository.base.appending("clone")
    ).run(Tools.path("modelgate-check").string, [])
    // The unlocked file's pointer is there, so the dataset is not absent but incomplete.
    #expect(
      clone.status == 1 && clone.output.contains("'data/train/c.csv' of the dataset"), "\(clone)")
    #expect(!clone.output.contains("leads out"))
  }

  @Test func refusesKeysThatSayNothing() async throws {
    try project.repository.write("7,8\n", to: "data/train/d.csv")
    try await project.repository.shell.script(
      "git annex add --quiet --backend=WORM data && git commit --quiet --message worm")
    #expect(try await rules() == ["data/no-digest"])
    #expect(try await rules("--commit", "HEAD") == ["data/no-digest"])
    try await project.expect(1, "build")
  }
}
