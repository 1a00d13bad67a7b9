// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// What `modelgate check --input` takes a path for.
@Suite struct InputPathTests {
  let project: Project

  init() async throws {
    project = try await Project()
    let repository = project.repository
    try repository.write("/data/a.csv\n/scratch/\n*.tmp\n", to: ".gitignore")
    try repository.write("1\n", to: "sub/inner/own.csv")
    try repository.write("2\n", to: "data/a.csv")
    try await project.expect(0, "data", "track", "data/a.csv")
    try await repository.commit()
  }

  private func check(in folder: String = "", _ arguments: String...) async throws -> Transcript {
    try await project.repository.shell.at(project.root.pushing(FilePath(folder)))
      .run(Tools.path("modelgate-check").string, arguments)
  }

  /// However the root is named, the whole worktree is meant.
  @Test func takesTheRootForAllThatIsInIt() async throws {
    try await project.repository.shell("ln", "-s", project.root.string, "../alias")
    let alias = project.repository.base.appending("alias").string
    let names = [
      ("", "."), ("", "./"), ("", "sub/.."), ("", project.root.string), ("", alias),
      ("", project.root.string + "/"), ("sub/inner", "../.."),
    ]
    // What the commit has and what a manifest covers is no finding.
    for (folder, name) in names {
      #expect(try await check(in: folder, "--input", name).status == 0, "\(name)")
    }
    try project.repository.write("x", to: "scratch/x.bin")
    try project.repository.write("x", to: "sub/y.tmp")
    #expect(try await check().status == 0)
    for (folder, name) in names {
      let found = try await check(in: folder, "--input", name)
      #expect(found.status == 1, "\(found)")
      for path in ["'scratch", "'sub/y.tmp'"] {
        #expect(found.output.contains("\(path)"), "\(found)")
      }
      #expect(!found.output.contains("a.csv"), "\(found)")
    }
    // In the subfolder itself only what lies there.
    let below = try await check(in: "sub", "--input", ".")
    #expect(below.status == 1 && !below.output.contains("scratch"), "\(below)")
    #expect(try await check(in: "sub/inner", "--input", ".").status == 0)
  }

  /// Paths start in the current folder, as those of `git add`, or in the one that `--repo` names.
  @Test func startsInTheCurrentFolder() async throws {
    try project.repository.write("3\n", to: "sub/z.tmp")
    for (folder, name, status) in [
      ("sub", "inner/own.csv", 0), ("sub/inner", "own.csv", 0), ("sub/inner", "../../data", 0),
      ("", "sub/inner/own.csv", 0), ("sub", "sub/inner/own.csv", 1), ("sub/inner", "..", 1),
      ("sub", "z.tmp", 1), ("sub/inner", "../../..", 64), ("sub", "/etc", 64),
    ] as [(String, String, Int32)] {
      let found = try await check(in: folder, "--input", name)
      #expect(found.status == status, "\(found)")
    }
    let elsewhere = try await project.repository.shell.at("/").run(
      Tools.path("modelgate-check").string,
      ["--repo", project.root.appending("sub").string, "--input", "inner/own.csv"])
    #expect(elsewhere.status == 0, "\(elsewhere)")
    let outside = try await check("--input", "..")
    #expect(outside.error.contains("'--input ..' does not lie in the worktree"), "\(outside)")
  }
}
