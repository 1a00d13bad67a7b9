// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import GateRules
import GitAccess
import SystemPackage

/// The folder that commands in hints are to be typed in, when that is not the current one: their
/// paths start at the worktree's root.
struct HintFolder {
  private let root: FilePath

  init?(of request: GateRequest) {
    guard let repository = try? Repository(at: request.repository, request.discovery),
      let root = try? repository.worktree?.resolved(), root != (try? FilePath(".").resolved())
    else { return nil }
    self.root = root
  }

  /// Puts the way there before the first hint.
  func add(to report: inout GateReport) {
    guard let first = report.findings.firstIndex(where: { !$0.hints.isEmpty }) else { return }
    report.findings[first].hints.insert("cd \(ShellWord.quote(root))", at: 0)
  }
}
