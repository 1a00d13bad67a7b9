// SPDX-License-Identifier: Apache-2.0

public import Findings

/// A report for people: the verdict, every finding by rule, then what to type.
///
///     modelgate-check: refused: the worktree: 1 error
///     error: tracked files were changed (worktree/modified)
///       train.py: 'train.py' differs from the index
///     modelgate-check: hint: git add train.py
public enum TextReport {
  /// Findings of one rule, and hints, beyond this number are counted, not shown.
  public static let limit = 100

  /// Writes the report; invisible characters in names and messages are written out.
  public static func render(
    _ report: GateReport, hasColor: Bool = false, limit: Int = TextReport.limit
  ) -> String {
    let paint = Paint(isOn: hasColor)
    let verdict = paint.bold(report.verdict.words, report.verdict.color)
    var lines = ["\(report.tool): \(verdict): \(printable(report.subject)): \(report.summary)"]
    for group in report.groups { lines += self.group(group, of: report, paint, limit) }
    lines += waived(report, paint, limit)
    lines += shortened(report.hints, limit) { hint in
      "\(report.tool): \(paint.bold("hint", .cyan)): \(printable(hint))"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func group(
    _ group: GateReport.Group, of report: GateReport, _ paint: Paint, _ limit: Int
  ) -> [String] {
    let title = report.rule(group.rule).map { "\(printable($0.title)) (\(group.rule))" }
    let word = paint.bold(group.severity.word, group.severity.color)
    return ["\(word): \(title ?? printable(group.rule))"]
      + shortened(group.findings, limit) { line($0) }
  }

  private static func line(_ finding: Finding) -> String {
    let place = finding.location.map { printable($0.words) + ": " } ?? ""
    let message = PrintableText.escape(finding.message, keepsNewlines: true)
      .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    return "  \(place)\(message)"
  }

  private static func waived(_ report: GateReport, _ paint: Paint, _ limit: Int) -> [String] {
    guard !report.waived.isEmpty else { return [] }
    return [paint.bold("waived", .yellow)]
      + shortened(report.waived, limit) { waived in
        let reason = "\(printable(waived.reason)), until \(printable(waived.expires))"
        return "\(line(waived.finding)) (\(printable(waived.finding.rule)): \(reason))"
      }
  }

  private static func shortened<Item>(
    _ items: [Item], _ limit: Int, _ line: (Item) -> String
  ) -> [String] {
    let shown = items.prefix(max(limit, 0)).map(line)
    return items.count > shown.count ? shown + ["  and \(items.count - shown.count) more"] : shown
  }

  private static func printable(_ text: String) -> String { PrintableText.escape(text) }
}

/// Colours of a terminal: ECMA-48 SGR.
private struct Paint {
  enum Color: Int {
    case red = 31
    case green = 32
    case yellow = 33
    case magenta = 35
    case cyan = 36
  }

  let isOn: Bool

  func bold(_ text: String, _ color: Color) -> String {
    isOn ? "\u{1b}[1;\(color.rawValue)m\(text)\u{1b}[0m" : text
  }
}

extension Severity {
  fileprivate var color: Paint.Color {
    switch self {
    case .warning: .yellow
    case .error: .red
    case .undecided: .magenta
    }
  }
}

extension Verdict {
  fileprivate var color: Paint.Color {
    switch self {
    case .passed: .green
    case .refused: .red
    case .couldNotJudge: .magenta
    }
  }
}
