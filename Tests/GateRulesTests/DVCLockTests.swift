// SPDX-License-Identifier: Apache-2.0

import Files
import GitAccess
import SystemPackage
import TestSupport
import Testing

@testable import GateRules

/// `dvc repro` makes a lock that passes; what `dvc status` minds afterwards is found.
@Suite struct DVCLockTests {
  private static let pipeline = """
    stages:
      train:
        cmd: cp train.py out.txt && echo ${lr} ${n.a} > m.json
        deps: [train.py, in.csv]
        params: [lr, n.a, n.b]
        outs: [out.txt]
        metrics:
        - m.json: {cache: false}
      multi:
        cmd:
        - echo a
        - touch z
        deps: [out.txt]
        outs: [z]

    """

  private static let changes = [
    ("train.py", "print(2)\n"),
    ("params.yaml", "lr: 0.1\nn: {a: 1, b: [1, 3]}\n"),
    ("dvc.yaml", pipeline.replacing("echo a", with: "echo b")),
    ("dvc.yaml", pipeline.replacing("[train.py, in.csv]", with: "[train.py, in.csv, note]")),
  ]

  @Test(.enabled(if: Peers.has("dvc"), "dvc is not installed"))
  func findsWhatDVCItselfMinds() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell("dvc", "init", "--quiet")
    try repository.write("print(1)\n", to: "train.py")
    try repository.write("lr: 0.1\nn: {a: 1, b: [1, 2]}\n", to: "params.yaml")
    try repository.write("1\n", to: "in.csv")
    try repository.write("1\n", to: "note")
    try repository.write(Self.pipeline, to: "dvc.yaml")
    try await repository.shell("dvc", "add", "--quiet", "in.csv")
    try await repository.shell("dvc", "repro", "--quiet")
    let base = try await repository.commit()
    #expect(try await repository.shell.run("dvc", ["status", "--quiet"]).status == 0)
    #expect(try await found("data/dvc-lock", .commit("HEAD"), in: repository) == [])
    for (file, text) in Self.changes {
      try repository.write(text, to: file)
      try await repository.commit()
      #expect(try await repository.shell.run("dvc", ["status", "--quiet"]).status == 1)
      let places = try await found("data/dvc-lock", .commit("HEAD"), in: repository)
      #expect(!places.isEmpty && places.allSatisfy { $0 == "dvc.lock" }, "\(file): \(text)")
      try await repository.git("reset", "--quiet", "--hard", base)
    }
  }

  @Test func anotherVersionOfTheDataIsFound() async throws {
    let repository = try await TemporaryRepository()
    func output(_ md5: Character) -> String {
      "md5: \(String(repeating: md5, count: 32))\n  hash: md5\n  path: in.csv\n"
    }
    try repository.write("stages:\n  a: { cmd: echo a, deps: [in.csv] }\n", to: "dvc.yaml")
    try repository.write(
      "stages:\n  a:\n    cmd: echo a\n    deps:\n    - path: in.csv\n      hash: md5\n"
        + "      md5: \(String(repeating: "a", count: 32))\n", to: "dvc.lock")
    try repository.write("outs:\n- " + output("a"), to: "in.csv.dvc")
    try await repository.commit()
    #expect(try await found("data/dvc-lock", .commit("HEAD"), in: repository) == [])
    try repository.write("outs:\n- " + output("b"), to: "in.csv.dvc")
    try await repository.commit()
    #expect(try await found("data/dvc-lock", .commit("HEAD"), in: repository) == ["dvc.lock"])
  }

  /// Any number of stages may depend on one large file.
  @Test func whatStagesHaveInCommonIsReadOnce() async throws {
    let repository = try await TemporaryRepository()
    try repository.write(
      "stages:\n  a:\n    foreach: [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
        + "    do:\n      cmd: echo ${item}\n      deps: [train.py, code]\n      params: [lr]\n",
      to: "dvc.yaml")
    let recorded =
      ":\n    cmd: echo %\n    deps:\n    - { path: train.py, hash: md5, md5: 0, size: 1 }\n"
      + "    - { path: code, hash: md5, md5: 0.dir, nfiles: 1 }\n"
      + "    params: { params.yaml: { lr: 1 } }\n"
    let stages = (1...9).map { "  a@\($0)" + recorded.replacing("%", with: "\($0)") }
    try repository.write("stages:\n" + stages.joined(), to: "dvc.lock")
    for (name, text) in [("train.py", "1"), ("code/a.py", "2"), ("params.yaml", "lr: 1\n")] {
      try repository.write(text, to: name)
    }
    try await repository.commit()
    let opened = try Repository(at: repository.root)
    let lock = DVCLock(tree: try opened.commit(try opened.resolveCommit("HEAD")).tree)
    let facts = try lock.facts(of: try #require(RelativePath("dvc.yaml")), in: opened)
    #expect(facts.count == 18)
    #expect(lock.committed.readings == 5)
  }

  @Test func aPipelineThatWasNeverRunIsSaid() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("stages:\n  a: { cmd: echo a }\n", to: "sub/dvc.yaml")
    try repository.write("plots: []\n", to: "dvc.yaml")
    try await repository.commit()
    #expect(try await found("data/dvc-lock", .worktree, in: repository) == ["sub/dvc.yaml"])
  }

  @Test func codeThatCannotBeReadStopsAPush() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("stages:\n  a: { cmd: echo a, deps: [train.py] }\n", to: "dvc.yaml")
    try repository.write(
      "stages:\n  a:\n    cmd: echo a\n    deps:\n    - path: train.py\n      hash: md5\n"
        + "      md5: \(String(repeating: "a", count: 32))\n", to: "dvc.lock")
    try repository.write("print(1)\n", to: "train.py")
    let base = try await repository.commit()
    try repository.write("next\n", to: "note")
    try await repository.commit()
    let push = GateRequest.Mode.range("\(base)..HEAD")
    #expect(try await found("data/dvc-lock", push, preset: .push, in: repository) == ["dvc.lock"])
    let blob = try await repository.git("rev-parse", "HEAD:train.py")
    try Folder.remove(
      repository.root.appending(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"))
    await #expect(throws: GitError.self) {
      try await found("data/dvc-lock", push, preset: .push, in: repository)
    }
  }
}
