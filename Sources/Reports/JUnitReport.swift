// SPDX-License-Identifier: Apache-2.0

public import Findings

/// A report as tests: each rule is one, in the dialect of JUnit XML that CI systems agree on.
///
/// Errors fail it, what could not be judged is an error in it, warnings are its output, and a rule
/// that is off, or whose findings are all waived, is skipped.
public enum JUnitReport {
  /// Writes the report as UTF-8 XML with a line feed at the end.
  public static func render(_ report: GateReport) -> String {
    let cases = cases(of: report)
    let counts =
      XMLText.attribute("name", report.tool)
      + XMLText.attribute("tests", String(cases.count))
      + XMLText.attribute("failures", String(cases.count { $0.outcome == .failure }))
      + XMLText.attribute("errors", String(cases.count { $0.outcome == .error }))
      + XMLText.attribute("skipped", String(cases.count { $0.outcome == .skipped }))
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites\(counts)>"]
    lines.append("  <testsuite\(counts)>")
    lines += ["    <properties>"] + properties(of: report) + ["    </properties>"]
    lines += cases.map(\.xml)
    lines += ["  </testsuite>", "</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func properties(of report: GateReport) -> [String] {
    [
      ("version", report.version), ("subject", report.subject),
      ("verdict", report.verdict.rawValue),
    ].map { name, value in
      "      <property\(XMLText.attribute("name", name))\(XMLText.attribute("value", value))/>"
    }
  }

  /// One test a rule: those that were applied, then those that only findings name.
  private static func cases(of report: GateReport) -> [Case] {
    let findings = Dictionary(grouping: report.findings, by: \.rule)
    let waived = Dictionary(grouping: report.waived, by: \.finding.rule)
    var seen: Set<String> = []
    let ids =
      report.rules.map(\.id) + report.findings.map(\.rule) + report.waived.map(\.finding.rule)
    return ids.filter { seen.insert($0).inserted }.map { id in
      Case(
        rule: id, isOff: report.rule(id)?.level == .off, findings: findings[id] ?? [],
        waived: waived[id] ?? [])
    }
  }
}

/// One rule as a test.
private struct Case {
  enum Outcome { case passed, failure, error, skipped }

  var rule: String
  var isOff: Bool
  var findings: [Finding]
  var waived: [GateReport.WaivedFinding]

  var outcome: Outcome {
    switch findings.map(\.severity).max() {
    case .undecided: .error
    case .error: .failure
    case .warning: .passed
    case nil: isOff || !waived.isEmpty ? .skipped : .passed
    }
  }

  var xml: String {
    let family = rule.split(separator: "/").first.map(String.init) ?? rule
    let attributes = XMLText.attribute("classname", family) + XMLText.attribute("name", rule)
    let children = [result, output].compactMap(\.self)
    guard !children.isEmpty else { return "    <testcase\(attributes)/>" }
    return (["    <testcase\(attributes)>"] + children + ["    </testcase>"])
      .joined(separator: "\n")
  }

  private var result: String? {
    switch outcome {
    case .passed: nil
    case .failure: problem("failure", .error)
    case .error: problem("error", .undecided)
    case .skipped:
      "      <skipped\(XMLText.attribute("message", isOff ? "the rule is off" : "waived"))/>"
    }
  }

  private func problem(_ tag: String, _ severity: Severity) -> String {
    let heavy = findings.filter { $0.severity >= .error }
    let count = heavy.count == 1 ? "" : " and \(heavy.count - 1) more"
    let message = (heavy.first { $0.severity == severity }?.message ?? rule) + count
    let attributes = XMLText.attribute("message", message) + XMLText.attribute("type", rule)
    let text = heavy.map(line).joined(separator: "\n")
    return "      <\(tag)\(attributes)>\(XMLText.content(text))</\(tag)>"
  }

  private var output: String? {
    let warnings = findings.filter { $0.severity == .warning }.map(line)
    let accepted = waived.map { waived in
      "waived: \(line(waived.finding)) (\(waived.reason), until \(waived.expires))"
    }
    let lines = warnings + accepted
    guard !lines.isEmpty else { return nil }
    return "      <system-out>\(XMLText.content(lines.joined(separator: "\n")))</system-out>"
  }

  private func line(_ finding: Finding) -> String {
    let place = finding.location.map { $0.words + ": " } ?? ""
    let lead = "\(finding.severity.word): \(place)\(finding.message)"
    return ([lead] + finding.hints.map { "hint: \($0)" }).joined(separator: "\n")
  }
}
