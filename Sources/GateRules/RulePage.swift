// SPDX-License-Identifier: Apache-2.0

import Findings

/// The documentation of the rules as Markdown, made from nothing but the rules themselves.
public enum RulePage {
  /// One page a rule and one that lists them, by file name.
  public static var all: [(name: String, text: String)] {
    RuleTable.rules.map { (fileName(of: $0.id), text(of: $0)) } + [("Rules.md", index)]
  }

  /// The page of one rule: title, levels, explanation, and what is said of an example.
  public static func text(of rule: Rule) -> String {
    """
    # \(rule.id)

    \(sentence(rule.title))

    \(table(rule))

    \(wrapped(rule.explanation))

    ## Example

    ```text
    \(example(of: rule))
    ```

    ## Settings

    ```yaml
    gate:
      rules:
        \(rule.id): warn   # error, warn or off
    ```

    """
  }

  private static var index: String {
    let lines = RuleTable.rules.map { rule in
      "| [\(rule.id)](\(fileName(of: rule.id))) | \(rule.title) |"
    }
    return """
      # Rules

      What `modelgate check` looks for. `modelgate check --explain RULE` shows the same text.

      | rule | finds |
      |---|---|
      \(lines.joined(separator: "\n"))

      """
  }

  private static func fileName(of id: String) -> String {
    id.replacing("/", with: "-") + ".md"
  }

  private static func sentence(_ title: String) -> String {
    title.prefix(1).uppercased() + title.dropFirst() + "."
  }

  private static func table(_ rule: Rule) -> String {
    let presets = Preset.allCases
    return """
      | \(presets.map(\.rawValue).joined(separator: " | ")) |
      |\(presets.map { _ in "---|" }.joined())
      | \(presets.map { rule.level($0).rawValue }.joined(separator: " | ")) |
      """
  }

  /// The finding as the terminal shows it.
  private static func example(of rule: Rule) -> String {
    guard let findings = try? RuleExample.of(rule)?.findings() else { return "" }
    return findings.map { finding in
      let place = finding.location.map { "\($0.path): " } ?? ""
      let severity = finding.severity.rawValue
      return
        (["\(severity): \(place)\(finding.message) (\(rule.id))"]
        + finding.hints.map { "hint: \($0)" }).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// Lines of at most a hundred characters.
  private static func wrapped(_ paragraph: String) -> String {
    var lines = [""]
    for word in paragraph.split(whereSeparator: \.isWhitespace) {
      let last = lines.count - 1
      if lines[last].count + word.count >= 100 {
        lines.append(String(word))
      } else {
        lines[last] += (lines[last].isEmpty ? "" : " ") + word
      }
    }
    return lines.joined(separator: "\n")
  }
}
