// SPDX-License-Identifier: Apache-2.0

public import Findings

/// A page for the summary of a CI step: GitHub Flavored Markdown.
public enum MarkdownReport {
  /// Findings, and hints, beyond this number are counted, not shown: GitHub takes 1 MiB a step.
  public static let limit = 500

  /// Writes the page; nothing in names or messages is taken for markup.
  public static func render(_ report: GateReport, limit: Int = MarkdownReport.limit) -> String {
    let title = "\(report.tool): \(report.verdict.words)"
    var blocks = ["## \(escape(title))", "\(escape(report.subject)): \(report.summary)"]
    blocks += table(report, limit)
    blocks += waived(report, limit)
    blocks += hints(report, limit)
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private static func table(_ report: GateReport, _ limit: Int) -> [String] {
    let findings = report.groups.flatMap(\.findings)
    let rows = findings.prefix(limit).map { finding in
      row([
        finding.severity.word, escape(finding.rule), escape(finding.location?.words ?? ""),
        escape(finding.message),
      ])
    }
    return block("| | rule | where | what |\n|---|---|---|---|", rows, findings.count)
  }

  private static func waived(_ report: GateReport, _ limit: Int) -> [String] {
    let rows = report.waived.prefix(limit).map { waived in
      row([
        escape(waived.finding.rule), escape(waived.finding.location?.words ?? ""),
        escape(waived.finding.message), escape(waived.reason), escape(waived.expires),
      ])
    }
    let head = "| waived rule | where | what | why | until |\n|---|---|---|---|---|"
    return block(head, rows, report.waived.count)
  }

  private static func block(_ head: String, _ rows: [String], _ count: Int) -> [String] {
    guard count > 0 else { return [] }
    let table = ([head] + rows).joined(separator: "\n")
    return count > rows.count ? [table, "and \(count - rows.count) more"] : [table]
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  /// The hints as they are to be typed, in a block that no hint can end.
  private static func hints(_ report: GateReport, _ limit: Int) -> [String] {
    let lines = report.hints.prefix(limit).map { PrintableText.escape($0) }
    guard !lines.isEmpty else { return [] }
    let ticks = lines.map { $0.split { $0 != "`" }.map(\.count).max() ?? 0 }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, ticks + 1))
    return ["What to type:", "\(fence)sh\n\(lines.joined(separator: "\n"))\n\(fence)"]
  }

  /// Every sign that Markdown or HTML could take for markup gets a backslash (CommonMark 2.4).
  private static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in PrintableText.escape(text, keepsNewlines: true).unicodeScalars {
      switch scalar {
      case "\n": escaped += "<br>"
      case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "!", "~", "&", "@", ":", "(", ")":
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
