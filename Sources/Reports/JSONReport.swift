// SPDX-License-Identifier: Apache-2.0

public import Findings
import StrictJSON

/// A report for scripts, of the shape that ``JSONReportSchema`` publishes.
///
/// Every member is always there; what is not known is null. Members may be added, none is taken
/// away or changes its meaning while `format` stays 1.
public enum JSONReport {
  /// The version of the shape.
  public static let format = 1

  /// Writes the report as pretty JSON with a line feed at the end.
  public static func render(_ report: GateReport) -> String {
    let value: JSONValue = [
      "format": .integer(format),
      "tool": .string(report.tool),
      "version": .string(report.version),
      "subject": .string(report.subject),
      "verdict": .string(report.verdict.rawValue),
      "findings": .array(report.findings.map { .object(object($0)) }),
      "waived": .array(report.waived.map(waived)),
      "rules": .array(report.rules.map(rule)),
    ]
    return value.text(.pretty)
  }

  private static func object(_ finding: Finding) -> JSONObject {
    [
      "rule": .string(finding.rule),
      "severity": .string(finding.severity.rawValue),
      "path": finding.location.map { .string($0.path) } ?? .null,
      "line": finding.location?.line.map { .integer($0) } ?? .null,
      "column": finding.location?.column.map { .integer($0) } ?? .null,
      "message": .string(finding.message),
      "hints": .array(finding.hints.map { .string($0) }),
    ]
  }

  private static func waived(_ waived: GateReport.WaivedFinding) -> JSONValue {
    var object = object(waived.finding)
    _ = object.append("reason", .string(waived.reason))
    _ = object.append("expires", .string(waived.expires))
    return .object(object)
  }

  private static func rule(_ rule: GateReport.RuleDescription) -> JSONValue {
    [
      "id": .string(rule.id),
      "level": .string(rule.level.rawValue),
      "title": .string(rule.title),
      "explanation": .string(rule.explanation),
      "help": .string(rule.help),
    ]
  }
}
