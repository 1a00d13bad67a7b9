// SPDX-License-Identifier: Apache-2.0

import Files
public import Findings
import StrictJSON

/// A code quality report for GitLab: a list in the subset of Code Climate's format that it reads.
///
/// GitLab demands a path and a line, so what concerns the whole repository stands at `.`, line 1.
/// Waived findings are of the lowest severity, with their reason, since the format can't say that
/// they are accepted.
public enum GitLabReport {
  /// Writes the report as pretty JSON with a line feed at the end.
  public static func render(_ report: GateReport) -> String {
    var fingerprints = Fingerprints()
    var issues = report.findings.map {
      issue($0, $0.message, $0.severity.inGitLab, fingerprints.next($0))
    }
    issues += report.waived.map { waived in
      let words = "\(waived.finding.message) (waived: \(waived.reason), until \(waived.expires))"
      return issue(waived.finding, words, "info", fingerprints.next(waived.finding))
    }
    return JSONValue.array(issues).text(.pretty)
  }

  private static func issue(
    _ finding: Finding, _ words: String, _ severity: String, _ fingerprint: String
  ) -> JSONValue {
    let path = finding.location.map { location in
      String(validating: RelativePath.unquoted(location.path), as: UTF8.self) ?? location.path
    }
    return [
      "description": .string(words),
      "check_name": .string(finding.rule),
      "fingerprint": .string(fingerprint),
      "severity": .string(severity),
      "location": [
        "path": .string(path ?? "."),
        "lines": ["begin": .integer(max(finding.location?.line ?? 1, 1))],
      ],
    ]
  }
}

extension Severity {
  fileprivate var inGitLab: String {
    switch self {
    case .warning: "minor"
    case .error: "critical"
    case .undecided: "blocker"
    }
  }
}
