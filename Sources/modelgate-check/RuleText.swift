// SPDX-License-Identifier: Apache-2.0

import Findings
import GateRules
import ToolSupport

/// What `--explain` says of a rule.
enum RuleText {
  static func list(on console: Console) -> ExitStatus {
    for rule in RuleTable.rules { console.result("\(rule.id): \(rule.title)") }
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
