// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Building a model again from what its attestation records.
@Suite struct RebuildTests {
  @Test func theSameByteForByte() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    let again = try await project.rebuild(built)
    #expect(again.status == 0, "\(again)")
    #expect(try again.json["outcome"]?.string == "identical")
    #expect(try again.json["differences"]?.array?.isEmpty == true)
    let audit = try await project.audit(built.model)
    #expect(audit.status == 0)
    #expect(audit.notes.contains { $0.hasPrefix("built again, the same byte for byte") })
    #expect(try await project.repository.git("rev-list", "--count", "refs/modelgate/ledger") == "2")
  }

  /// What the training reads outside of what was declared is what a rebuild brings to light.
  @Test func aFileThatIsThereIsSaidBeforeTheTraining() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    let there = try await project.run(
      "audit", "rebuild", built.model.string, "--output", "train.py")
    #expect(there.status == 64 && there.error.contains("'train.py' is there already"), "\(there)")
    #expect(!there.error.contains("trained on"), "\(there)")
  }

  @Test func saysWhichTensorsDifferAndByHowMuch() async throws {
    let secret = FilePath("/tmp/modelgate-rebuild-\(UInt64.random(in: 0 ... .max))")
    let project = try await Project.small(
      files: [
        "train.py": Example.training.replacing(
          "sum(column) / len(column)",
          with: "sum(column) / len(column) * (1 + 1e-6 * os.path.exists('\(secret)'))")
      ])
    let built = try await project.build()
    try AtomicFile.write([], to: secret)
    defer { try? Folder.remove(secret) }
    let again = try await project.rebuild(built)
    #expect(again.status == 1, "\(again)")
    #expect(try again.json["outcome"]?.string == "different")
    let said = try again.json["differences"]?.array?.first?.string ?? ""
    #expect(said.hasPrefix("'mean' differs in 2 of 2 numbers, by at most "), "\(said)")
    #expect(said.hasSuffix("1.00e-6 relative"), "\(said)")
    let close = try await project.rebuild(built, "--tolerance", "1e-5", "--output", "again")
    #expect(close.status == 0, "\(close)")
    #expect(try close.json["outcome"]?.string == "close")
    #expect(try FileStatus(project.root.appending("again")).kind == .file)
    let audit = try await project.audit(built.model)
    #expect(audit.notes.contains { $0.hasPrefix("built again and came out different") })
    #expect(audit.notes.contains { $0.hasPrefix("built again, close but not the same") })
  }

  @Test func aModelThatDoesNotVerifyIsNotBuiltAgain() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    var bytes = try SmallFile.read(built.model, limit: 1 << 20)
    bytes[bytes.count - 3] ^= 1
    try AtomicFile.write(bytes, to: built.model)
    let again = try await project.rebuild(built)
    #expect(again.status == 1, "\(again)")
    #expect(again.error.contains("FAILED  payload"))
    #expect(try await project.repository.git("rev-list", "--count", "refs/modelgate/ledger") == "1")
  }

  @Test func dataThatHasMovedOnIsSaidAndHowToGetItBack() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    try project.repository.write("9,9\n", to: "data/train/a.csv")
    let again = try await project.rebuild(built)
    #expect(again.status == 1, "\(again)")
    #expect(again.error.contains("is not what its manifest says, before the training"))
    #expect(again.error.contains("git worktree add"))
  }

  @Test(.enabled("in-toto-attestation") { await PythonPeer.has("in_toto_attestation") })
  func theResultIsATestResultForTheOfficialLibrary() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    #expect(try await project.rebuild(built).status == 0)
    let check = """
      import base64, json, sys
      from google.protobuf.json_format import ParseDict
      from in_toto_attestation.predicates.test_result.v0.test_result_pb2 import TestResult
      from in_toto_attestation.v1.statement import Statement
      import in_toto_attestation.v1.statement_pb2 as pb
      texts = [json.loads(base64.b64decode(json.loads(line)["payload"])) for line in sys.stdin]
      (text,) = [t for t in texts if "test-result" in t["predicateType"]]
      Statement.copy_from_pb(ParseDict(text, pb.Statement())).validate()
      result = ParseDict(text["predicate"], TestResult())
      print(result.result, *result.passed_tests)
      """
    let said = try await project.repository.shell.script(
      """
      git ls-tree -r --name-only refs/modelgate/ledger entries |
      while read -r entry; do git show "refs/modelgate/ledger:$entry"; done |
      python3 -c '\(check)'
      """)
    #expect(said == "PASSED modelgate/rebuild-is-bit-identical\n")
  }
}

extension Project {
  fileprivate func rebuild(_ built: BuiltModel, _ arguments: String...) async throws -> Transcript {
    try await repository.shell.run(
      Tools.path("modelgate-audit").string,
      ["rebuild", "--quiet", "--format", "json"] + arguments + [built.model.string])
  }
}

extension Transcript {
  fileprivate var json: JSONValue {
    get throws { try JSONValue.parse(Array(output.utf8)) }
  }
}
