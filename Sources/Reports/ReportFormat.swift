// SPDX-License-Identifier: Apache-2.0

public import Findings

/// How a report is written.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// For people: ``TextReport``.
  case text
  /// For scripts: ``JSONReport``.
  case json
  /// For code scanning: ``SARIFReport``.
  case sarif
  /// For test reports: ``JUnitReport``.
  case junit
  /// For annotations of a workflow on GitHub: ``GitHubReport``.
  case github
  /// For code quality on GitLab: ``GitLabReport``.
  case gitlab

  /// Writes a report; every format but an empty list of annotations ends in a line feed.
  public func render(_ report: GateReport, hasColor: Bool = false) -> String {
    switch self {
    case .text: TextReport.render(report, hasColor: hasColor)
    case .json: JSONReport.render(report)
    case .sarif: SARIFReport.render(report)
    case .junit: JUnitReport.render(report)
    case .github: GitHubReport.render(report)
    case .gitlab: GitLabReport.render(report)
    }
  }
}
