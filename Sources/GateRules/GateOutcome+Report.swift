// SPDX-License-Identifier: Apache-2.0

import Configuration
public import Findings

extension GateOutcome {
  /// Everything there is to say, ready to be rendered.
  public func report(tool: String, version: String) -> GateReport {
    GateReport(
      tool: tool, version: version, subject: subject, findings: judgement.findings,
      waived: judgement.waived.map {
        .init($0.finding, reason: $0.reason, expires: $0.expires)
      },
      rules: RuleTable.rules.map(description))
  }

  private func description(of rule: Rule) -> GateReport.RuleDescription {
    GateReport.RuleDescription(
      id: rule.id, level: configuration.gate.levels[rule.id] ?? rule.level(preset),
      title: rule.title, explanation: rule.explanation,
      help: "modelgate check --explain \(rule.id)")
  }
}
