// SPDX-License-Identifier: Apache-2.0

import Files
public import Findings

/// Annotations of a workflow on GitHub: workflow commands, one a line, on standard output.
///
/// GitHub shows the first ten errors and the first ten warnings of a step; so the heaviest come
/// first, and the step's summary (``MarkdownReport``) holds them all.
public enum GitHubReport {
  /// Writes one command a finding; nothing when there is none.
  public static func render(_ report: GateReport) -> String {
    let counting = report.groups.flatMap(\.findings).map { finding in
      command(
        finding.severity == .warning ? "warning" : "error", finding,
        title: title(finding), text: text(finding))
    }
    let waived = report.waived.map { waived in
      command(
        "notice", waived.finding, title: "waived: \(waived.finding.rule)",
        text: "\(waived.finding.message)\nwaived: \(waived.reason), until \(waived.expires)")
    }
    return (counting + waived).map { $0 + "\n" }.joined()
  }

  private static func title(_ finding: Finding) -> String {
    finding.severity == .undecided ? "could not be judged: \(finding.rule)" : finding.rule
  }

  private static func text(_ finding: Finding) -> String {
    ([finding.message] + finding.hints.map { "hint: \($0)" }).joined(separator: "\n")
  }

  private static func command(_ name: String, _ finding: Finding, title: String, text: String)
    -> String
  {
    var properties: [(String, String)] = []
    if let location = finding.location {
      let path = String(validating: RelativePath.unquoted(location.path), as: UTF8.self)
      properties.append(("file", path ?? location.path))
      if let line = location.line { properties.append(("line", String(line))) }
      if location.line != nil, let column = location.column {
        properties.append(("col", String(column)))
      }
    }
    properties.append(("title", title))
    let list = properties.map { "\($0)=\(property($1))" }.joined(separator: ",")
    return "::\(name) \(list)::\(data(text))"
  }

  /// Text behind the last `::`; a line feed would end the command and could start another.
  static func data(_ text: String) -> String {
    replace(text) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  /// The value of a property, which colons and commas would end too.
  static func property(_ text: String) -> String {
    replace(data(text)) { scalar in
      switch scalar {
      case ":": "%3A"
      case ",": "%2C"
      default: nil
      }
    }
  }

  private static func replace(_ text: String, _ escape: (Unicode.Scalar) -> String?) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars { escaped += escape(scalar) ?? String(scalar) }
    return escaped
  }
}
