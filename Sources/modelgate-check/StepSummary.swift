// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Reports
import SystemPackage
import ToolSupport

/// The summary page of a step on GitHub, which a file named by the environment becomes.
enum StepSummary {
  /// Adds the report when a workflow asks for one; nothing elsewhere.
  static func append(_ report: GateReport) throws {
    guard let name = Environment.current["GITHUB_STEP_SUMMARY"], !name.isEmpty else { return }
    let path = FilePath(name)
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.append, .create, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(MarkdownReport.render(report).utf8) }
    } catch {
      throw FileError("write the step summary", path, error as? Errno ?? .ioError)
    }
  }
}
