// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Remotes

/// Real pushes to a folder, with DVC's own answer beside ours.
@Suite(.enabled(if: Peers.has("dvc"), "needs dvc")) struct DVCRemoteTests {
  let world: World

  init() async throws { world = try await World() }

  private var store: FilePath { world.repository.base.appending("store") }

  private func push() async throws {
    let repository = world.repository
    try repository.write("id,x\n1,2\n", to: "data/a.csv")
    for name in ["b", "sub/c", "odd \u{fc}"] { try repository.write(name, to: "data/dir/\(name)") }
    try await world.shell.script(
      """
      dvc init --quiet
      dvc add --quiet data/a.csv data/dir
      dvc remote add --quiet --default store ../store
      """)
    try await repository.commit()
    try await world.check(wanting: 2)
    try await world.shell("dvc", "push", "--quiet")
  }

  @Test func findsWhatIsMissingAsDVCDoes() async throws {
    try await push()
    let passed = try await world.check(wanting: 0)
    #expect(passed.output.contains("ok  data/dir  dvc  store (\(store))  4 objects by name"))

    try world.removeObject("sub/c", below: store)
    let refused = try await world.check("data/dir", wanting: 1)
    #expect(refused.output.contains("absent  data/dir/sub/c  it is not there"))
    #expect(!refused.output.contains("absent  data/dir/b"))
    let dvc = try await world.shell(
      "dvc", "data", "status", "--granular", "--not-in-remote", "--json")
    #expect(dvc.contains("\"not_in_remote\": [\"data/dir/sub/c\"]"))

    // The list of the folder's files comes from the remote when the cache is gone.
    try Folder.remove(world.repository.root.appending(".dvc").appending("cache"))
    try await world.check("data/dir.dvc", wanting: 1)
    try await world.check("data/a.csv", wanting: 0)
    let json = try await world.check("--format", "json", wanting: 1)
    #expect(json.output.contains("\"verdict\": \"refused\""))

    try Folder.rename(store, to: world.repository.base.appending("elsewhere"))
    let open = try await world.check(wanting: 2)
    #expect(open.output.contains("not mounted, or never pushed to"))
  }

  /// The list has no sizes of its files; the sum that the manifest has tells all the same.
  @Test func findsAnObjectThatWasCutOff() async throws {
    try await push()
    try await world.shell.script(
      """
      object=$(grep -rlx sub/c ../store)
      chmod u+w "$object" && printf sub >"$object"
      """)
    let refused = try await world.check(wanting: 1)
    let sum = "absent  data/dir  its files have 10 bytes there, not the 12 that are recorded"
    #expect(refused.output.contains(sum), "\(refused)")
    #expect(refused.output.contains("ok  data/a.csv"), "\(refused)")
  }

  @Test func theGateAsksFromTheBuildPresetOn() async throws {
    try await push()
    let gate = { (preset: String) in
      try await world.shell.run(
        Tools.path("modelgate-check").string, ["--preset", preset, "--commit", "HEAD"])
    }
    _ = try await gate("build").expecting(0)
    try world.removeObject("id,x\n1,2\n", below: store)
    let refused = try await gate("build").expecting(1)
    #expect(refused.output.contains("data/unpushed"))
    #expect(refused.output.contains("'data/a.csv' is not in the remote"))
    #expect(refused.output.contains("dvc push data/a.csv.dvc"))

    // A level that softens the rule for builds does not make a hook ask.
    try world.repository.write(
      "version: 1\ngate: { rules: { data/unpushed: warn } }\n", to: "modelgate.yaml")
    try await world.repository.commit()
    _ = try await gate("build").expecting(0)
    try Folder.rename(store, to: world.repository.base.appending("elsewhere"))
    _ = try await gate("develop").expecting(0)
    _ = try await gate("push").expecting(0)
    let open = try await gate("build").expecting(2)
    #expect(open.output.contains("not mounted"))
    let worktree = try await world.shell.run(
      Tools.path("modelgate-check").string, ["--preset", "build"]
    ).expecting(2)
    #expect(worktree.output.contains("data/unpushed"))
  }

  @Test func takesTheLayoutOfDVC2() async throws {
    let repository = world.repository
    try repository.write("x\n", to: "old.txt")
    try await world.shell("dvc", "init", "--quiet")
    let md5 = "401b30e3b8b5d629635a5c613cdb7919"
    try repository.write("outs:\n- md5: \(md5)\n  size: 2\n  path: old.txt\n", to: "old.txt.dvc")
    try repository.write("old.txt\n", to: ".gitignore")
    try await world.shell("dvc", "remote", "add", "--quiet", "--default", "store", "../store")
    try await repository.commit()
    try await world.shell.script("dvc commit --quiet --force old.txt.dvc && dvc push --quiet")
    try await world.check(wanting: 0)
    #expect(
      (try? FileStatus(store.appending("40").appending(String(md5.dropFirst(2))))) != nil)
  }

  @Test func tellsWhatIsNotMeantToBePushed() async throws {
    try world.repository.write(
      """
      outs:
      - md5: 401b30e3b8b5d629635a5c613cdb7919
        hash: md5
        path: local.txt
        push: false

      """, to: "local.txt.dvc")
    try await world.shell("dvc", "init", "--quiet")
    let run = try await world.check(wanting: 0)
    #expect(run.output.contains("exempt  local.txt  dvc"))
    #expect(run.output.contains("'push: false'"))
  }

  @Test func namesWhatItCannotAsk() async throws {
    try world.repository.write(
      "outs:\n- md5: 401b30e3b8b5d629635a5c613cdb7919\n  hash: md5\n  path: x\n", to: "x.dvc")
    try await world.shell("dvc", "init", "--quiet")
    try await world.repository.commit()
    #expect(try await world.check(wanting: 2).error.contains("dvc remote add --default"))
    let gate = try await world.shell.run(
      Tools.path("modelgate-check").string, ["--preset", "build", "--commit", "HEAD"])
    #expect(gate.output.contains("data/no-remote"))
    for url in ["ssh://u:\(World.secret)@h/p", "gs://b/p", "azure://c/p", "https://h/p"] {
      try await world.shell("dvc", "remote", "add", "--quiet", "--force", "--default", "r", url)
      let run = try await world.check(wanting: 2)
      #expect(run.output.contains("cannot be asked"))
      #expect(run.error.contains("hint: dvc data status --not-in-remote"))
    }
    try world.repository.write("[core\n", to: ".dvc/config.local")
    #expect(try await world.check(wanting: 2).output.contains("line 1 is no section"))
  }
}

/// What a `dvc.lock` leaves to the `dvc.yaml` beside it.
@Suite struct DVCOutputsTests {
  private let md5 = String(repeating: "0", count: 32)

  @Test func takesFlagsFromTheStages() throws {
    let lock = """
      schema: '2.0'
      stages:
        train:
          cmd: x
          outs:
          - {path: model, hash: md5, md5: \(md5), size: 3}
          - {path: metrics.json, hash: md5, md5: \(md5)}
          - {path: sub/dir, hash: md5, md5: \(md5).dir}

      """
    let stages = """
      stages:
        train:
          cmd: x
          outs: [model, {sub/dir: {remote: other}}]
          metrics: [{metrics.json: {cache: false}}]

      """
    let manifest = try #require(RelativePath("pipe/dvc.lock"))
    let entries = DVCOutputs.entries(
      of: manifest, Array(lock.utf8), stages: Array(stages.utf8))
    #expect(entries.map(\.path.description) == ["pipe/model", "pipe/metrics.json", "pipe/sub/dir"])
    #expect(entries.map(\.remote) == [nil, nil, "other"])
    guard case .file(_, 3, false) = entries[0].content, case .exempt = entries[1].content,
      case .folder(let list, _, false) = entries[2].content, list.hex == md5
    else {
      Issue.record("\(entries)")
      return
    }
  }

  @Test(arguments: [
    "", "outs: []\n", "outs:\n- path: ../../x\n", "outs:\n- path: /x\n  md5: 1\n",
    "outs:\n- path: x\n", "outs:\n- path: x\n  md5: ../../../../etc/passwd\n",
    "outs:\n- path: x\n  files: [{relpath: ../y, md5: x}]\n", "outs: [\n",
  ])
  func leavesOpenWhatItCannotRead(_ text: String) throws {
    let entries = DVCOutputs.entries(
      of: try #require(RelativePath("x.dvc")), Array(text.utf8), stages: nil)
    #expect(entries.count == 1)
    guard case .unreadable = entries[0].content else {
      Issue.record("it was taken: \(entries)")
      return
    }
  }
}
