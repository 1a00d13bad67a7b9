// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Builds that are killed, and builds that run at the same time.
@Suite struct InterruptedBuildTests {
  @Test func killedWhileItTrains() async throws {
    let project = try await Project.small(
      run: "[sh, train.sh]",
      files: ["train.sh": "python3 train.py; [ ! -e \"$HOME/../../../slow\" ] || sleep 3\n"])
    try project.repository.write("", to: ".git/modelgate/slow")
    try await project.killBuild(
      after: "while ! ls .git/modelgate/rooms/*/output/model.safetensors; do sleep 0.05; done")
    try await project.expectNoHalf()
    try Folder.remove(project.root.appending(".git/modelgate/slow"))
    try await project.expectNextBuildWorks()
  }

  @Test func killedAtAnyMoment() async throws {
    let project = try await Project.small()
    _ = try await project.build()
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<12 {
      let milliseconds = Int.random(in: 0..<900, using: &generator)
      let digits = String(milliseconds)
      let padded = String(repeating: "0", count: 3 - digits.count) + digits
      try await project.killBuild(after: "sleep 0.\(padded)")
      try await project.expectNoHalf()
    }
    try await project.expectNextBuildWorks()
  }

  /// The training's result is there, and what follows takes some milliseconds.
  @Test func killedWhileItStampsSignsAndRecords() async throws {
    let project = try await Project.small()
    _ = try await project.build()
    for round in 0..<12 {
      let digits = String(round * 4)
      let padded = String(repeating: "0", count: 3 - digits.count) + digits
      try await project.killBuild(
        after: """
          while ! ls .git/modelgate/rooms/*/output/model.safetensors && kill -0 $build; do :; done
          sleep 0.\(padded)
          """)
      try await project.expectNoHalf()
    }
    try await project.expectNextBuildWorks()
  }

  @Test func interruptedPolitely() async throws {
    let project = try await Project.small(run: "[sh, -c, 'echo begun; sleep 20']")
    let said = try await project.repository.shell.script(
      """
      '\(Tools.path("modelgate-build"))' --quiet 2>&1 &
      build=$!
      while ! grep -qs begun .git/modelgate/rooms/*/training.log; do sleep 0.05; done
      kill -TERM $build
      status=0; wait $build || status=$?
      echo $status
      """)
    #expect(said.contains("interrupted; the training's log is '"), "\(said)")
    #expect(said.hasSuffix("\n130\n"), "\(said)")
    try await project.expectNothingBuilt()
  }

  @Test func twoAtOnceKeepBothEntries() async throws {
    let project = try await Project.small()
    async let one = project.build()
    async let two = project.build()
    let built = try await [one, two]
    #expect(built[0].model != built[1].model)
    for model in built {
      let audit = try await project.audit(model.model)
      #expect(audit.status == 0, "\(audit)")
    }
    #expect(
      try await project.repository.git("rev-list", "--count", "refs/modelgate/ledger") == "2")
  }
}

extension Project {
  /// Starts a build and kills it without warning, once a shell command has ended.
  fileprivate func killBuild(after wait: String) async throws {
    try await repository.shell.script(
      """
      '\(Tools.path("modelgate-build"))' --quiet >/dev/null 2>&1 &
      build=$!
      \(wait) >/dev/null 2>&1
      kill -9 $build || true
      wait $build || true
      """)
  }

  /// Every finished build is whole and in the ledger, and git finds nothing wrong.
  fileprivate func expectNoHalf() async throws {
    try await repository.git("fsck", "--strict", "--no-dangling")
    #expect(try await repository.git("status", "--porcelain") == "")
    let found = try await repository.shell.run(
      "find", ["modelgate-out", "-name", "model.safetensors", "!", "-path", "*/.*"])
    for path in found.output.split(separator: "\n") {
      let audit = try await audit(root.appending(String(path)))
      #expect(audit.status == 0, "\(audit)")
    }
  }

  fileprivate func expectNextBuildWorks() async throws {
    let built = try await build()
    let audit = try await audit(built.model)
    #expect(audit.status == 0, "\(audit)")
    // Of a build that died before it locked its room, the room stays a minute, without a name.
    let left = try await repository.shell.run(
      "find", [".git/modelgate/rooms", "-mindepth", "1", "!", "-path", "*/rooms/.*"])
    #expect(left.output.isEmpty)
  }
}
