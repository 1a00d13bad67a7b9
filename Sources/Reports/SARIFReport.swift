// SPDX-License-Identifier: Apache-2.0

import Files
public import Findings
import StrictJSON

/// A report for code scanning: SARIF 2.1.0 (OASIS Standard, with Errata 01).
///
/// What could not be judged is an error, so that it can't be overlooked, and marks the invocation as
/// one that did not succeed. Columns are left out: ours count bytes, which SARIF does not know.
public enum SARIFReport {
  /// Writes the report as pretty JSON with a line feed at the end.
  public static func render(_ report: GateReport) -> String {
    let log: JSONValue = [
      "$schema":
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [run(report)],
    ]
    return log.text(.pretty)
  }

  private static func run(_ report: GateReport) -> JSONValue {
    [
      "tool": ["driver": driver(report)],
      "invocations": [
        [
          "executionSuccessful": .bool(report.verdict != .couldNotJudge),
          "exitCode": .integer(report.verdict.status.rawValue),
        ]
      ],
      "originalUriBaseIds": [
        rootID: ["description": ["text": "the root of the repository"]]
      ],
      "results": .array(results(report)),
      "properties": ["subject": .string(report.subject)],
    ]
  }

  /// The name that GitHub and others know for the root of the checkout.
  private static let rootID = "%SRCROOT%"

  private static func driver(_ report: GateReport) -> JSONValue {
    [
      "name": .string(report.tool),
      "semanticVersion": .string(report.version),
      "rules": .array(report.rules.map(rule)),
    ]
  }

  private static func rule(_ rule: GateReport.RuleDescription) -> JSONValue {
    [
      "id": .string(rule.id),
      "shortDescription": ["text": .string(rule.title)],
      "fullDescription": ["text": .string(rule.explanation)],
      "help": ["text": .string(rule.help)],
      "defaultConfiguration": [
        "enabled": .bool(rule.level != .off), "level": .string(rule.level.inSARIF),
      ],
    ]
  }

  private static func results(_ report: GateReport) -> [JSONValue] {
    let indices = Dictionary(
      report.rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var fingerprints = Fingerprints()
    let counting = report.findings.map { finding in
      result(finding, indices, fingerprints.next(finding), suppressions: [])
    }
    return counting
      + report.waived.map { waived in
        let name = fingerprints.next(waived.finding)
        return result(waived.finding, indices, name, suppressions: [suppression(waived)])
      }
  }

  private static func result(
    _ finding: Finding, _ indices: [String: Int], _ fingerprint: String, suppressions: [JSONValue]
  ) -> JSONValue {
    var result: JSONObject = [
      "ruleId": .string(finding.rule),
      "level": finding.severity == .warning ? "warning" : "error",
      "message": ["text": .string(message(finding))],
      "locations": .array(finding.location.map { [location($0)] } ?? []),
      "partialFingerprints": ["modelgate/v1": .string(fingerprint)],
      // An empty list says that the result is known to count.
      "suppressions": .array(suppressions),
    ]
    if let index = indices[finding.rule] { _ = result.append("ruleIndex", .integer(index)) }
    if finding.severity == .undecided {
      _ = result.append("properties", ["undecided": true])
    }
    return .object(result)
  }

  private static func message(_ finding: Finding) -> String {
    let lead = finding.severity == .undecided ? "could not be judged: " : ""
    return ([lead + finding.message] + finding.hints.map { "hint: \($0)" })
      .joined(separator: "\n")
  }

  private static func location(_ location: Location) -> JSONValue {
    let path = RelativePath.unquoted(location.path)
    var physical: JSONObject = [
      "artifactLocation": [
        "uri": .string(URIReference.path(path)), "uriBaseId": .string(rootID),
      ]
    ]
    if let line = location.line {
      _ = physical.append("region", ["startLine": .integer(max(line, 1))])
    }
    return ["physicalLocation": .object(physical)]
  }

  private static func suppression(_ waived: GateReport.WaivedFinding) -> JSONValue {
    [
      // Without a status it is an accepted one.
      "kind": "external",
      "justification": .string("\(waived.reason), until \(waived.expires)"),
    ]
  }
}

extension RuleLevel {
  fileprivate var inSARIF: String {
    switch self {
    case .error: "error"
    case .warn: "warning"
    case .off: "none"
    }
  }
}
