// SPDX-License-Identifier: Apache-2.0

import Findings
import Reports
import SystemPackage
import ToolSupport

/// The summary page of a step on GitHub, which a file named by the environment becomes.
enum StepSummary {
  /// Adds the report when a workflow asks for one; nothing elsewhere.
  static func append(_ report: GateReport) throws {
    guard let path = Environment.current["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.append, .create, .closeOnExec],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    defer { try? file.close() }
    try file.writeAll(MarkdownReport.render(report).utf8)
  }
}
