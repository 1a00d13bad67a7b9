// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing

/// A repository whose data DVC keeps as symbolic links into its cache.
@Suite(.enabled(if: Peers.has("dvc"), "needs dvc"))
struct DVCLinkedProjectTests {
  let project: Project

  init() async throws {
    project = try await Project()
    let repository = project.repository
    try repository.write(
      """
      version: 1
      data: { train: { path: data }, one: { path: one.csv } }
      pipelines:
        sum: { run: [sh, train.sh], data: [train, one], model: model.txt }

      """, to: "modelgate.yaml")
    try repository.write(
      "find data one.csv -type l; cat one.csv data/*.csv >\"$MODELGATE_OUTPUT/model.txt\"\n",
      to: "train.sh")
    for (name, text) in [("one.csv", "1\n"), ("data/a.csv", "2\n"), ("data/b.csv", "3\n")] {
      try repository.write(text, to: name)
    }
  }

  private var shell: Shell {
    project.repository.shell.adding([
      "DVC_SITE_CACHE_DIR": project.repository.base.appending("dvc").string
    ])
  }

  private func add(_ settings: String) async throws {
    try await shell.script(
      """
      dvc init --quiet --force && dvc config cache.type symlink
      \(settings)
      dvc add --quiet data one.csv
      """)
    try await project.repository.commit()
  }

  @Test(arguments: ["", "dvc config --local cache.dir \"$(cd .. && pwd)/shared\""])
  func buildsFromTheObjectsThatTheLinksLeadTo(_ settings: String) async throws {
    try await add(settings)
    #expect(
      try FileStatus(project.root.appending("data/a.csv")).kind == .symbolicLink
        && FileStatus(project.root.appending("one.csv")).kind == .symbolicLink)
    try await project.expect(0, "check")
    try await project.expect(0, "data", "verify")
    let built = try await project.build()
    // The training saw files, and no link that leads back to the cache.
    #expect(try SmallFile.read(built.model, limit: 100) == Array("1\n2\n3\n".utf8))
    let audit = try await project.audit(built.model)
    #expect(audit.verdict == "verified", "\(audit)")
  }

  @Test func refusesRetargetedLinksAndTamperedObjects() async throws {
    try await add("")
    for path in ["one.csv", "data/b.csv"] {
      let text = try await shell.script(
        "readlink \(path); ln -sf \"$(readlink data/a.csv)\" \(path)")
      let check = try await project.expect(1, "check")
      #expect(check.output.contains("data/changed") && check.output.contains(path), "\(check)")
      try await project.expect(1, "data", "verify")
      try await project.expect(1, "build")
      try await shell.script("ln -sf \(text.dropLast()) \(path)")
      try await project.expect(0, "check")

      try await shell.script("chmod u+w $(readlink \(path)) && echo 9 >$(readlink \(path))")
      let tampered = try await project.expect(1, "check")
      #expect(tampered.output.contains("'\(path)' of the dataset"), "\(tampered)")
      try await project.expect(1, "data", "verify")
      try await project.expect(1, "build")
      try await shell.script("echo \(path == "one.csv" ? 1 : 3) >$(readlink \(path))")
    }
    try await project.expect(0, "check")
  }
}
