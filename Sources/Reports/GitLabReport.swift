// SPDX-License-Identifier: Apache-2.0

public import Findings
import StrictJSON

/// A code quality report for GitLab: a list in the subset of Code Climate's format that it reads.
///
/// GitLab demands a path and a line, so what concerns the whole repository stands at `.`, line 1.
/// Waived findings are left out, since the format can't say that they are accepted.
public enum GitLabReport {
  /// Writes the report as pretty JSON with a line feed at the end.
  public static func render(_ report: GateReport) -> String {
    var fingerprints = Fingerprints()
    let issues = report.findings.map { issue($0, fingerprints.next($0)) }
    return JSONValue.array(issues).text(.pretty)
  }

  private static func issue(_ finding: Finding, _ fingerprint: String) -> JSONValue {
    let path = finding.location.map { location in
      String(validating: GitQuotedPath.bytes(of: location.path), as: UTF8.self) ?? location.path
    }
    return [
      "description": .string(finding.message),
      "check_name": .string(finding.rule),
      "fingerprint": .string(fingerprint),
      "severity": .string(finding.severity.inGitLab),
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
