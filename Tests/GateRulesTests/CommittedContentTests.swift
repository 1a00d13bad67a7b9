// SPDX-License-Identifier: Apache-2.0

import Configuration
import Findings
import GateRules
import SystemPackage
import TestSupport
import Testing

/// What rules find in the files of real commits, and where they keep quiet.
@Suite struct CommittedContentTests {
  @Test func aLargeFileIsCaughtInThePushThatBringsIt() async throws {
    let repository = try await TemporaryRepository()
    let base = try await repository.commit()
    try await repository.git("config", "core.compression", "0")
    try await repository.shell.script("truncate -s 50M fits.bin && truncate -s 51M large.bin")
    try await repository.commit()
    #expect(
      try await found("data/large-file", .range("\(base)..HEAD"), in: repository) == ["large.bin"])
    #expect(try await found("data/large-file", .worktree, in: repository) == ["large.bin"])
    try repository.write("next\n", to: "note")
    try await repository.commit()
    #expect(try await found("data/large-file", .range("HEAD~1..HEAD"), in: repository) == [])
  }

  @Test func aPrivateKeyIsCaughtWhateverItsNameAndACertificateIsNot() async throws {
    let repository = try await TemporaryRepository()
    let base = try await repository.commit()
    try await repository.shell(
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-subj", "/CN=test", "-keyout", "notes.txt", "-out", "server.pem")
    try await repository.shell("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "id_test")
    try await repository.commit()
    #expect(
      try await found("pipeline/private-key", .range("\(base)..HEAD"), in: repository)
        == ["id_test", "notes.txt"])
    let all = ["id_test", "notes.txt"]
    #expect(try await found("pipeline/private-key", .worktree, in: repository) == all)
    #expect(try await found("pipeline/private-key", .commit("HEAD"), in: repository) == all)
    #expect(
      try await found("pipeline/private-key", .worktree, preset: .develop, in: repository)
        == ["id_test"])
  }

  @Test func aMergeAnswersForWhatNeitherSideHas() async throws {
    let repository = try await TemporaryRepository()
    try await repository.commit()
    try await repository.git("checkout", "--quiet", "-b", "side")
    let key = "-----BEGIN PRIVATE KEY-----\n\(String(repeating: "MHcCAQEEII", count: 12))\n"
    try repository.write(key, to: "tests/key.pem")
    try await repository.commit()
    try await repository.git("checkout", "--quiet", "main")
    try repository.write("note\n", to: "note")
    try await repository.commit()
    try await repository.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    #expect(try await found("pipeline/private-key", .preCommit, in: repository) == [])
    try repository.write(key, to: "other.pem")
    try await repository.git("add", "other.pem")
    #expect(try await found("pipeline/private-key", .preCommit, in: repository) == ["other.pem"])
  }

  @Test func aKeyInsideOfCredentialsIsCaughtAndAMentionIsNot() async throws {
    let repository = try await TemporaryRepository()
    let base = try await repository.commit()
    let body = String(repeating: "MHcCAQEEII", count: 12)
    let key = #"-----BEGIN PRIVATE KEY-----\n\#(body)\n-----END PRIVATE KEY-----\n"#
    try repository.write(
      "{\"type\": \"service_account\", \"private_key\": \"\(key)\"}\n", to: "sa.json")
    try repository.write("TOKEN=1\nKEY=\"\(key)\"\n", to: ".env")
    try repository.write("{\"help\": \"-----BEGIN PRIVATE KEY-----\\n…\"}\n", to: "help.json")
    try repository.write(
      "{\"cert\": \"\(key.replacing("PRIVATE KEY", with: "CERTIFICATE"))\"}\n", to: "cert.json")
    try await repository.commit()
    #expect(
      try await found("pipeline/private-key", .range("\(base)..HEAD"), in: repository)
        == [".env", "sa.json"])
  }

  @Test func contentWhereAPointerBelongsIsCaughtByTheCommitsAttributes() async throws {
    let repository = try await TemporaryRepository()
    let pointer =
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\n"
      + "size 5\n"
    try repository.write("raw", to: "data/old.bin")
    try repository.write(pointer, to: "data/pointer.bin")
    try repository.write("", to: "data/empty.bin")
    let base = try await repository.commit()
    #expect(try await found("data/raw-under-lfs", .commit("HEAD"), in: repository) == [])
    try repository.write("*.bin filter=lfs diff=lfs merge=lfs -text\n", to: "data/.gitattributes")
    try repository.write("raw", to: "elsewhere.bin")
    try await repository.git("add", "data/.gitattributes", "elsewhere.bin")
    try await repository.git("commit", "--quiet", "--message", "patterns")
    for mode in [GateRequest.Mode.commit("HEAD"), .range("\(base)..HEAD")] {
      #expect(try await found("data/raw-under-lfs", mode, in: repository) == ["data/old.bin"])
    }
  }

  @Test func notebooksAreReadOnlyWhenThePolicyAsksForIt() async throws {
    let repository = try await TemporaryRepository()
    let cell = #"{"cell_type":"code","source":[],"metadata":{},"outputs":[],"execution_count":"#
    let rest = #","metadata":{},"nbformat":4,"nbformat_minor":5}"#
    try repository.write(#"{"cells":["# + cell + "3}]" + rest, to: "ran.ipynb")
    try repository.write(#"{"cells":["# + cell + "null}]" + rest, to: "clean.ipynb")
    try await repository.commit()
    #expect(try await found("pipeline/notebook-outputs", .commit("HEAD"), in: repository) == [])
    try repository.write(
      "version: 1\ngate: { rules: { pipeline/notebook-outputs: error } }\n", to: "modelgate.yaml")
    try await repository.commit()
    for mode in [GateRequest.Mode.commit("HEAD"), .worktree] {
      #expect(try await found("pipeline/notebook-outputs", mode, in: repository) == ["ran.ipynb"])
    }
  }
}

/// The places of a rule's findings, sorted.
func found(
  _ rule: String, _ mode: GateRequest.Mode, preset: Preset = .build,
  in repository: TemporaryRepository
) async throws -> [String] {
  let today = try #require(CalendarDay("2026-01-01"))
  var request = GateRequest(repository: repository.root, mode: mode, today: today)
  request.preset = preset
  let findings = try await Gate.judge(request).judgement.findings
  return findings.filter { $0.rule == rule }.compactMap(\.location?.path).sorted()
}
