// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import GateRules
import SystemPackage
import ToolSupport

/// What `--explain` says of a rule.
enum RuleText {
  static func list(on console: Console) -> ExitStatus {
    for rule in RuleTable.rules { console.result("\(rule.id): \(rule.title)") }
    return .passed
  }

  /// Writes the rules' pages; a page that says the same already is written again.
  static func write(to folder: String) throws -> ExitStatus {
    let folder = FilePath(folder)
    try Folder.create(folder)
    for page in RulePage.all {
      try AtomicFile.write(Array(page.text.utf8), to: folder.appending(page.name))
    }
    return .passed
  }

  static func explain(_ id: String, on console: Console) throws -> ExitStatus {
    guard let rule = RuleTable.rule(id) else {
      throw Failure(
        "there is no rule '\(id)'", hints: ["modelgate check --list-rules"],
        status: .usage)
    }
    let levels = Preset.allCases.map { "\($0.rawValue): \(rule.level($0).rawValue)" }
    console.result(
      "\(rule.id): \(rule.title)\n\n\(rule.explanation)\n\n\(levels.joined(separator: ", "))")
    return .passed
  }
}
