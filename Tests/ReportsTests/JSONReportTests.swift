// SPDX-License-Identifier: Apache-2.0

import Findings
import Reports
import StrictJSON
import TestSupport
import Testing

@Suite struct JSONReportTests {
  @Test func holdsWhatScriptsReadByName() throws {
    let report = try JSONValue.parse(Array(JSONReport.render(Samples.refused).utf8))
    #expect(report["tool"]?.string == "modelgate-check")
    #expect(report["version"]?.string == "1.2.3")
    #expect(report["subject"]?.string == "the worktree")
    #expect(report["verdict"]?.string == "refused")
    let finding: JSONValue = [
      "rule": "worktree/modified", "severity": "error", "path": "train.py", "line": 3, "column": 7,
      "message": "'train.py' differs from the commit", "hints": ["git commit --all"],
    ]
    #expect(report["findings"]?.array?[1] == finding)
    #expect(report["findings"]?.array?[0]["line"] == .null)
    #expect(report["waived"]?.array?[0]["expires"]?.string == "2030-12-31")
  }

  @Test(arguments: [(Samples.clean, "passed"), (Samples.nasty, "could-not-judge")])
  func namesTheVerdict(_ report: GateReport, _ verdict: String) throws {
    let value = try JSONValue.parse(Array(JSONReport.render(report).utf8))
    #expect(value["verdict"]?.string == verdict)
  }

  @Test(.enabled("needs the peer jsonschema") { await PythonPeer.has("jsonschema") })
  func keepsToItsSchema() async throws {
    var reports = Samples.all.map { JSONValue.string(JSONReport.render($0)) }
    // Each of these must be refused, or the schema says nothing.
    let good = JSONReport.render(Samples.refused)
    reports += [
      ("\"refused\"", "\"maybe\""), ("\"format\": 1", "\"format\": 2"),
      ("\"line\": 3", "\"line\": 0"), ("\"warn\"", "\"note\""), ("2030-12-31", "later"),
      ("\"reason\"", "\"why\""), ("\"subject\"", "\"what\""), ("\"hints\"", "\"hint\""),
    ].map { .string(good.replacing($0, with: $1)) }
    let input: JSONValue = [
      "schema": .string(JSONReportSchema.text), "reports": .array(reports),
    ]
    let output = try await PythonPeer.run(
      """
      import json, sys
      from jsonschema import Draft202012Validator
      given = json.load(sys.stdin)
      schema = json.loads(given['schema'])
      Draft202012Validator.check_schema(schema)
      validator = Draft202012Validator(schema)
      print([validator.is_valid(json.loads(report)) for report in given['reports']])
      """, input: input.text())
    let verdicts = Array(repeating: "True", count: 3) + Array(repeating: "False", count: 8)
    #expect(output == "[\(verdicts.joined(separator: ", "))]\n")
  }
}
