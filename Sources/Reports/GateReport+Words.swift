// SPDX-License-Identifier: Apache-2.0

import Findings

extension Severity {
  /// The word that starts a finding's line.
  var word: String {
    switch self {
    case .warning: "warning"
    case .error: "error"
    case .undecided: "undecided"
    }
  }
}

extension Verdict {
  /// The word that starts a report.
  var words: String {
    switch self {
    case .passed: "passed"
    case .refused: "refused"
    case .couldNotJudge: "could not judge"
    }
  }
}

extension GateReport {
  /// What the findings of one rule and one weight are.
  struct Group {
    var rule: String
    var severity: Severity
    var findings: [Finding]
  }

  /// The findings by rule: the heaviest first, then in the order of the rules.
  var groups: [Group] {
    var order: [String: Int] = [:]
    for id in rules.map(\.id) + findings.map(\.rule) where order[id] == nil {
      order[id] = order.count
    }
    let sorted = findings.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.severity != other.severity { return one.severity > other.severity }
      return (order[one.rule] ?? 0, left.offset) < (order[other.rule] ?? 0, right.offset)
    }
    var groups: [Group] = []
    for (_, finding) in sorted {
      if let last = groups.indices.last, groups[last].rule == finding.rule,
        groups[last].severity == finding.severity
      {
        groups[last].findings.append(finding)
      } else {
        groups.append(
          Group(rule: finding.rule, severity: finding.severity, findings: [finding]))
      }
    }
    return groups
  }

  /// How many there are of what, for example `2 errors, 1 warning, 1 waived`.
  var summary: String {
    let counts = [
      Self.count(findings, .undecided, "undecided", "undecided"),
      Self.count(findings, .error, "error", "errors"),
      Self.count(findings, .warning, "warning", "warnings"),
      waived.isEmpty ? nil : "\(waived.count) waived",
    ].compactMap(\.self)
    return counts.isEmpty ? "nothing found" : counts.joined(separator: ", ")
  }

  /// All hints, each once, in the order of the findings; waived findings need none.
  var hints: [String] {
    var seen: Set<String> = []
    return groups.flatMap(\.findings).flatMap(\.hints).filter { seen.insert($0).inserted }
  }

  /// The description of a rule.
  func rule(_ id: String) -> RuleDescription? { rules.first { $0.id == id } }

  private static func count(
    _ findings: [Finding], _ severity: Severity, _ one: String, _ many: String
  ) -> String? {
    let count = findings.count { $0.severity == severity }
    return count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
  }
}

extension Location {
  /// The place as compilers write it: `path:line:column`.
  var words: String {
    [path, line.map(String.init), line == nil ? nil : column.map(String.init)]
      .compactMap(\.self).joined(separator: ":")
  }
}
