// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// A training that does not get to a model: exit 1, its log kept and named, and nothing else left.
@Suite struct FailedTrainingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let script: String
    var model = "model.safetensors"
    let reason: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "fails", script: "echo last words; exit 3", reason: "failed with exit status 3"),
    Case(
      name: "is killed", script: "echo last words; kill -9 $$",
      reason: "was ended by signal 9"),
    Case(
      name: "writes nothing", script: "echo last words",
      reason: "made no model 'model.safetensors'"),
    Case(
      name: "writes another file", script: "echo last words; echo 1 >$MODELGATE_OUTPUT/other",
      reason: "it made: other"),
    Case(
      name: "writes garbage as safetensors",
      script: "echo last words; echo garbage >$MODELGATE_OUTPUT/model.safetensors",
      reason: "is not a valid safetensors file"),
    Case(
      name: "writes garbage as ONNX",
      script: "echo last words; echo garbage >$MODELGATE_OUTPUT/model.onnx", model: "model.onnx",
      reason: "is not a valid onnx file"),
    Case(
      name: "writes nothing into the model",
      script: "echo last words; : >$MODELGATE_OUTPUT/model.bin", model: "model.bin",
      reason: "is empty"),
    Case(
      name: "links to a file that it did not make",
      script: "echo last words; ln -s /etc/passwd $MODELGATE_OUTPUT/model.bin",
      model: "model.bin", reason: "is a symbolic link"),
    // Attack 30: under its other name it could be changed after it was signed.
    Case(
      name: "gives its model a second name",
      script:
        "echo last words; echo 1 >$MODELGATE_OUTPUT/m.bin; ln $MODELGATE_OUTPUT/m.bin $HOME/m",
      model: "m.bin", reason: "has 2 names, so something else could change it"),
    Case(
      name: "leaves its weights in another file",
      script: "echo last words; printf '\(octal(ExternalWeights.model))' >$MODELGATE_OUTPUT/m.onnx",
      model: "m.onnx", reason: "is not whole: 1 tensors lie outside this file"),
    Case(
      name: "changes its data",
      script: """
        echo last words; echo 1 >$MODELGATE_OUTPUT/model.bin
        chmod -R u+w $MODELGATE_DATA_TRAIN; echo 9,9 >$MODELGATE_DATA_TRAIN/a.csv
        """, model: "model.bin",
      reason: "the data of 'train' is not what its manifest says, after the training"),
  ]

  private static func octal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
  }

  @Test(arguments: cases) func leavesOnlyItsLog(_ example: Case) async throws {
    let project = try await Project.small(
      run: "[sh, train.sh]", model: example.model, files: ["train.sh": example.script])
    let transcript = try await project.run("build", "--quiet")
    #expect(transcript.status == 1, "\(transcript)")
    #expect(transcript.output.isEmpty, "\(transcript)")
    #expect(transcript.error.hasPrefix("modelgate-build: refused: "), "\(transcript)")
    #expect(transcript.error.contains(example.reason), "\(transcript)")
    let logs = try await project.files(below: ".git/modelgate/logs")
    let log = try #require(logs.first)
    #expect(logs.count == 1)
    #expect(String(decoding: try project.repository.read(log), as: UTF8.self) == "last words\n")
    #expect(transcript.error.contains("hint: less /"), "\(transcript)")
    #expect(transcript.error.contains("/\(log)"), "\(transcript)")
    try await project.expectNothingBuilt()
  }

  @Test func aProgramThatDoesNotExist() async throws {
    let project = try await Project.small(run: "[no-such-program]")
    let transcript = try await project.run("build", "--quiet")
    #expect(transcript.status == 1, "\(transcript)")
    #expect(transcript.error.contains("cannot start 'no-such-program'"), "\(transcript)")
    try await project.expectNothingBuilt()
  }

  /// No space for all that the training says: half a log tells another story.
  @Test func aLogThatDoesNotFitOnTheDisk() async throws {
    let project = try await Project.small(
      run: "[sh, train.sh]",
      files: ["train.sh": "head -c 200000 /dev/zero | tr '\\0' x; python3 train.py\n"])
    let said = try await project.repository.shell.script(
      """
      trap '' XFSZ
      ulimit -f 128
      status=0
      '\(Tools.path("modelgate-build"))' --quiet 2>&1 || status=$?
      echo $status
      """)
    #expect(said.hasSuffix("\n2\n"), "\(said)")
    #expect(said.contains("cannot write") && said.contains("training.log'"), "\(said)")
    try await project.expectNothingBuilt()
  }

  @Test func whatTheTrainingSaysIsPassedOnAndKept() async throws {
    let project = try await Project.small()
    let transcript = try await project.expect(0, "build")
    #expect(transcript.error.contains("\ntrained on 3 rows\n"), "\(transcript)")
    let log = try project.repository.read("modelgate-out/mean/latest/training.log")
    #expect(String(decoding: log, as: UTF8.self) == "trained on 3 rows\n")
  }
}

extension Project {
  /// No model, no stamp, no entry in the ledger, no clean room.
  func expectNothingBuilt(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let left = try await repository.shell.run(
      "find", ["modelgate-out", "!", "-type", "d", "!", "-name", ".gitignore"])
    #expect(left.output == "", sourceLocation: sourceLocation)
    #expect(
      try await repository.git("for-each-ref", "refs/modelgate") == "",
      sourceLocation: sourceLocation)
    #expect(
      try await files(below: ".git/modelgate/rooms").isEmpty, sourceLocation: sourceLocation)
  }
}
