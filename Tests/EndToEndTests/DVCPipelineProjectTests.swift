// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// A repository whose data is what a stage of a DVC pipeline made.
@Suite(.enabled(if: Peers.has("dvc"), "needs dvc"))
struct DVCPipelineProjectTests {
  @Test func buildsFromTheOutputsThatTheLockRecords() async throws {
    let project = try await Project()
    let repository = project.repository
    try repository.write("1\n2\n", to: "raw.csv")
    try repository.write(
      """
      stages:
        prepare:
          cmd: mkdir -p data/made && sort -r raw.csv >data/made/a.csv && echo 3 >data/made/b.csv
          deps: [raw.csv]
          outs: [data/made]

      """, to: "dvc.yaml")
    try repository.write("*.tmp\n", to: ".dvcignore")
    try repository.write(
      """
      version: 1
      data: { made: { path: data/made } }
      pipelines:
        sum: { run: [sh, train.sh], data: [made], model: model.txt }

      """, to: "modelgate.yaml")
    try repository.write(
      "(cd data/made && ls && cat *.csv) >\"$MODELGATE_OUTPUT/model.txt\"\n", to: "train.sh")
    var shell = repository.shell
    shell.environment["DVC_SITE_CACHE_DIR"] = repository.base.appending("dvc").string
    try await shell.script("dvc init --quiet --force && dvc repro --quiet")
    try await repository.commit()
    try repository.write("scratch", to: "data/made/x.tmp")
    try repository.write("*.tmp\n", to: ".dvcignore")

    try await project.expect(0, "check")
    let list = try await project.expect(0, "data", "list")
    #expect(list.output.contains("data/made  dvc.lock  2 files, 6 bytes"), "\(list)")
    try await project.expect(0, "data", "verify")
    let built = try await project.build()
    // What DVC ignores is no data, and the training did not see it.
    #expect(
      try SmallFile.read(built.model, limit: 100) == Array("a.csv\nb.csv\n2\n1\n3\n".utf8))
    let audit = try await project.audit(built.model)
    #expect(audit.verdict == "verified", "\(audit)")
    #expect(audit.detail("data made").contains("dvc.lock"), "\(audit)")

    // Patterns that git does not know hide nothing from the gate.
    try repository.write("/data/.dvcignore\n", to: ".git/info/exclude")
    try repository.write("y.csv\n", to: "data/.dvcignore")
    try repository.write("5\n", to: "data/made/y.csv")
    let hidden = try await project.expect(1, "check")
    #expect(hidden.output.contains("'data/made/y.csv' is not in the manifest"), "\(hidden)")
    try Folder.remove(project.root.appending("data/made/y.csv"))
    try Folder.remove(project.root.appending("data/.dvcignore"))

    try repository.write("4\n", to: "data/made/b.csv")
    let check = try await project.expect(1, "check")
    #expect(check.output.contains("'data/made/b.csv' of the dataset 'made' differs"), "\(check)")
    try await project.expect(1, "build")
  }
}
