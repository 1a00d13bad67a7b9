// SPDX-License-Identifier: Apache-2.0

import Configuration
import Files
import Findings
import GateRules
import SystemPackage
import TestSupport
import Testing

/// What rules find in datasets and pipelines of real repositories, and where they keep quiet.
@Suite struct DeclaredDataTests {
  @Test func dataThatOnlyTheCommandNamesIsCaught() async throws {
    let repository = try await TemporaryRepository()
    try repository.write(
      """
      version: 1
      data: { churn: { path: data/churn.csv } }
      pipelines:
        train:
          run: [python3, train.py, --in=data/churn.csv, --also, data/extra.csv, --dir, raw/, --out, old]
          model: model.onnx
      """, to: "modelgate.yaml")
    try repository.write("pass\n", to: "train.py")
    try repository.write("data/*.csv\nraw/*\n!raw/.gitignore\nold\n", to: ".gitignore")
    try repository.write("", to: "raw/.gitignore")
    for path in ["data/churn.csv", "data/extra.csv", "raw/a.csv", "old/a"] {
      try repository.write("a,b\n", to: path)
    }
    try await repository.commit()
    let outcome = try await judge(.worktree, in: repository)
    let messages = outcome.filter { $0.rule == "data/undeclared" }.map(\.message)
    #expect(
      messages == [
        "the pipeline 'train' reads 'data/extra.csv', which is declared nowhere",
        "the pipeline 'train' reads 'raw', which is declared nowhere",
      ])
    #expect(!outcome.contains { $0.rule == "pipeline/entry-point" })
    try await repository.git("add", "--force", "data/extra.csv", "raw/a.csv")
    try await repository.commit()
    #expect(try await found("data/undeclared", .worktree, in: repository) == [])
  }

  @Test func dataThatBothGitAndAManifestHaveIsSaid() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("1\n", to: "data/set/a")
    let line = try await repository.shell.script("cd data/set && sha256sum a")
    try repository.write(line, to: "data/set.sha256")
    try await repository.commit()
    #expect(try await found("data/tracked-twice", .commit("HEAD"), in: repository) == ["data/set"])
    try await repository.git("rm", "--quiet", "-r", "--cached", "data/set")
    try repository.write("/data/set\n", to: ".gitignore")
    try await repository.commit()
    #expect(try await found("data/tracked-twice", .commit("HEAD"), in: repository) == [])
  }

  @Test func aSubmoduleVersionsWhatItsOwnCommitHas() async throws {
    let inner = try await TemporaryRepository()
    try inner.write("1\n", to: "there.csv")
    try await inner.commit()
    let repository = try await TemporaryRepository()
    try repository.write(
      """
      version: 1
      data:
        there: { path: sub/there.csv }
        typo: { path: sub/typo.csv }
        whole: { path: sub }
        mixed: { path: mixed }
      """, to: "modelgate.yaml")
    try repository.write("2\n", to: "mixed/own.csv")
    for folder in ["sub", "mixed/sub"] {
      try await repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root.string, folder
      )
    }
    try await repository.commit()
    func unversioned() async throws -> [String] {
      try await judge(.commit("HEAD"), in: repository)
        .filter { $0.rule.hasPrefix("data/") }.map { "\($0.rule) \($0.message)" }
    }
    let known = try await unversioned()
    #expect(known.count == 1 && known.allSatisfy { $0.contains("sub/typo.csv") }, "\(known)")
    // An LFS pointer that says nothing certain is not hidden by the submodule beside it.
    try repository.write(
      "version https://git-lfs.github.com/spec/v1\next-0-a sha256:\(String(repeating: "b", count: 64))\n"
        + "oid sha256:\(String(repeating: "a", count: 64))\nsize 5\n", to: "mixed/own.csv")
    try await repository.commit()
    #expect(try await unversioned().contains { $0.contains("extensions") })
    try Folder.remove(repository.root.appending(".git/modules/sub"))
    #expect(try await unversioned().contains { $0.contains("the submodule 'sub' is not here") })
  }

  @Test func onlyAReleaseMindsMD5() async throws {
    let repository = try await TemporaryRepository()
    try repository.write(
      "outs:\n- md5: 5d02e4d2354eae28589766cca211477d\n  size: 9\n  hash: md5\n  path: a.csv\n",
      to: "a.csv.dvc")
    try await repository.commit()
    let rule = "data/weak-digest"
    #expect(try await found(rule, .commit("HEAD"), preset: .build, in: repository) == [])
    #expect(
      try await found(rule, .commit("HEAD"), preset: .release, in: repository) == ["a.csv.dvc"])
    try await repository.git("mv", "a.csv.dvc", "unused")
    try repository.write("1\n", to: "a.csv")
    try repository.write(try await repository.shell("sha256sum", "a.csv"), to: "a.csv.sha256")
    try await repository.commit()
    #expect(try await found(rule, .commit("HEAD"), preset: .release, in: repository) == [])
  }

  @Test func aPushedConfigurationThatIsInvalidIsAFindingWithItsPlace() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("version: 1\n", to: "modelgate.yaml")
    let base = try await repository.commit()
    try repository.write("version: 1\npipeline: {}\n", to: "modelgate.yaml")
    try await repository.commit()
    let findings = try await judge(.range("\(base)..HEAD"), in: repository)
    let finding = try #require(findings.first { $0.rule == "pipeline/configuration" })
    #expect(finding.location?.line == 2)
    #expect(Verdict(findings) == .refused)
    #expect(try await found("pipeline/configuration", .commit(base), in: repository) == [])
    await #expect(throws: ConfigurationError.self) { try await judge(.worktree, in: repository) }
  }

  @Test func requirementsThatLeaveVersionsOpenAreCaught() async throws {
    let repository = try await TemporaryRepository()
    try repository.write(
      """
      version: 1
      pipelines:
        train: { run: [python3, train.py], model: m.onnx, dependencies: [requirements.txt] }
      """, to: "modelgate.yaml")
    try repository.write("pass\n", to: "train.py")
    try repository.write(
      "# pinned\nnumpy==1.26.4\n-r more.txt\nscikit_learn >= 1.4 ; python_version > '3.8'\n",
      to: "requirements.txt")
    try repository.write("onnx==1.*\n", to: "more.txt")
    try repository.write("Scikit-Learn\npandas\n", to: "requirements.in")
    try await repository.commit()
    let rule = "pipeline/lock-unpinned"
    #expect(
      try await found(rule, .commit("HEAD"), in: repository) == ["more.txt", "requirements.txt"])
    #expect(
      try await found("pipeline/lock-out-of-step", .commit("HEAD"), in: repository)
        == ["requirements.txt"])
    try repository.write("onnx==1.16.0\n", to: "more.txt")
    try repository.write(
      "numpy==1.26.4\n-r more.txt\nscikit_learn==1.4.2\npandas==2.2.0\n", to: "requirements.txt")
    try await repository.commit()
    #expect(try await found(rule, .commit("HEAD"), in: repository) == [])
    #expect(try await found("pipeline/lock-out-of-step", .commit("HEAD"), in: repository) == [])
  }

  private func judge(_ mode: GateRequest.Mode, in repository: TemporaryRepository) async throws
    -> [Finding]
  {
    let today = try #require(CalendarDay("2026-01-01"))
    var request = GateRequest(repository: repository.root, mode: mode, today: today)
    request.preset = .build
    return try await Gate.judge(request).judgement.findings
  }
}
