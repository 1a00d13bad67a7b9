// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// The metrics of a training: kept, signed, shown; and never made up.
@Suite struct MetricsTests {
  private static func project(_ script: String, _ metrics: String = "metrics.json") async throws
    -> Project
  {
    try await Project.small(
      run: "[sh, train.sh]", model: "model.txt", metrics: metrics,
      files: ["train.sh": "echo 1 >$MODELGATE_OUTPUT/model.txt; cd $MODELGATE_OUTPUT; \(script)"])
  }

  @Test func areKeptAsTheyWereWritten() async throws {
    let text = #"{"auc": 0.90, "by class": {"left": 1e-3}, "note": "ok"}"#
    let project = try await Self.project("printf '%s' '\(text)' >metrics.json")
    let printed = try await project.expect(0, "build", "--quiet")
    #expect(printed.output.contains("\nmetric auc: 0.90\nmetric by class.left: 1e-3\nledger: "))
    let built = try await project.build()
    #expect(built.json["metrics"]?.object?.count == 2)
    #expect(built.json["metrics"]?["auc"]?.number?.literal == "0.90")
    let audit = try await project.audit(built.model)
    #expect(audit.status == 0, "\(audit)")
    #expect(audit.detail("metrics") == "the training reported auc 0.90, by class.left 1e-3")
    #expect(audit.transcript.output.contains(#""by class.left": 1e-3"#), "\(audit)")
    let byproduct = try #require(
      try await project.statement(of: built)["predicate"]?["runDetails"]?["byproducts"]?.array)
    #expect(byproduct.count == 1)
    #expect(byproduct.first?["name"]?.string == "metrics.json")
    #expect(byproduct.first?["mediaType"]?.string == "application/json")
    let shell = project.repository.shell
    let content = byproduct.first?["content"]?.string ?? ""
    #expect(try await shell.script("printf %s '\(content)' | base64 -d") == text)
    let digest = try await shell.script("printf %s '\(text)' | sha256sum")
    #expect(byproduct.first?["digest"]?["sha256"]?.string == String(digest.prefix(64)))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let script: String
    var metrics = "metrics.json"
    let reason: String
    var testDescription: String { reason }
  }

  static let cases = [
    Case(
      script: ":", reason: "the training made no file of metrics 'metrics.json'; it made: model"),
    Case(script: ": >metrics.json", reason: "the file of metrics 'metrics.json' is empty"),
    Case(script: "echo auc >metrics.json", reason: "is not valid JSON: line 1, column 1"),
    Case(script: "echo '{\"a\": NaN}' >metrics.json", reason: "line 1, column 7"),
    Case(script: "echo '{\"a\": 1, \"a\": 2}' >metrics.json", reason: "'a' appears twice"),
    Case(script: "echo 'a: .inf' >m.yml", metrics: "m.yml", reason: "no finite number"),
    Case(script: "ln -s /proc/cpuinfo metrics.json", reason: "is a symbolic link"),
    Case(script: "ln model.txt metrics.json", reason: "has 2 names"),
    Case(script: "mkfifo metrics.json", reason: "is a "),
    Case(script: "mkdir metrics.json", reason: "is a directory"),
    Case(
      script: "ln -s /proc d", metrics: "d/m.json", reason: "the training made no file of metrics"),
    Case(
      script: "head -c 65537 /dev/zero | tr '\\0' ' ' >metrics.json",
      reason: "has 65537 bytes, more than the 65536 that the signed record keeps"),
    Case(script: "truncate -s 8E metrics.json || truncate -s 4T metrics.json", reason: "more than"),
  ]

  @Test(arguments: cases) func refusesWhatItCannotKeep(_ example: Case) async throws {
    let project = try await Self.project("\(example.script); echo said", example.metrics)
    let transcript = try await project.expect(1, "build", "--quiet")
    #expect(transcript.error.hasPrefix("modelgate-build: refused: the "), "\(transcript)")
    #expect(transcript.error.contains(example.reason), "\(transcript)")
    #expect(transcript.error.contains("hint: less /"), "\(transcript)")
    try await project.expectNothingBuilt()
  }

  /// Whoever changes the kept numbers has changed what was signed.
  @Test func cannotBeChangedAfterwards() async throws {
    let project = try await Self.project("echo '{\"auc\": 0.5}' >metrics.json")
    let built = try await project.build()
    try await project.repository.shell.script(
      """
      python3 - '\(built.attestation)' <<'END'
      import base64, json, sys
      line = json.load(open(sys.argv[1]))
      statement = json.loads(base64.b64decode(line["payload"]))
      statement["predicate"]["runDetails"]["byproducts"][0]["content"] = \\
          base64.b64encode(b'{"auc": 0.9}').decode()
      line["payload"] = base64.b64encode(json.dumps(statement).encode()).decode()
      open(sys.argv[1], "w").write(json.dumps(line) + "\\n")
      END
      """)
    let audit = try await project.audit(built.model)
    #expect(audit.status == 1, "\(audit)")
    #expect(audit.failed == ["attestation"], "\(audit)")
    #expect(!audit.transcript.output.contains("0.9"), "\(audit)")
  }

  /// Paths that git quotes are the same paths when they are audited.
  @Test func aDatasetWithAQuoteInItsPath() async throws {
    let project = try await Project()
    let repository = project.repository
    let path = #"data/a "b" \c"#
    try repository.write("1,2\n", to: "\(path)/a.csv")
    try repository.write("/data/*/\n", to: ".gitignore")
    try repository.write("x==1\n", to: #"lock "q".txt"#)
    try repository.write(
      """
      version: 1
      data: { train: { path: '\(path)' } }
      pipelines:
        mean:
          run: [sh, -c, 'echo 1 >"$$MODELGATE_OUTPUT/m"']
          data: [train]
          dependencies: ['lock "q".txt']
          model: m

      """, to: "modelgate.yaml")
    let tracked = try await project.expect(0, "data", "track", path)
    #expect(tracked.error.contains(#"git add 'data/a "b" \c.sha256'"#), "\(tracked)")
    try await repository.commit("first")
    let built = try await project.build()
    let audit = try await project.audit(built.model)
    #expect(audit.status == 0, "\(audit)")
    try await project.expect(0, "audit", "rebuild", "--quiet", built.model.string)
  }
}

extension Project {
  /// What the attestation of a build states.
  fileprivate func statement(of built: BuiltModel) async throws -> JSONValue {
    let line = try JSONValue.parse(try SmallFile.read(built.attestation, limit: 1 << 20).dropLast())
    let payload = try await repository.shell.script(
      "printf %s '\(line["payload"]?.string ?? "")' | base64 -d")
    return try JSONValue.parse(Array(payload.utf8))
  }
}
