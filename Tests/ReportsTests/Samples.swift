// SPDX-License-Identifier: Apache-2.0

import Findings

/// Reports as gates make them, and worse.
enum Samples {
  static let rules = [
    GateReport.RuleDescription(
      id: "worktree/modified", level: .error, title: "a tracked file differs from the commit",
      explanation: "Training would read bytes that no commit has.",
      help: "modelgate check --explain worktree/modified"),
    GateReport.RuleDescription(
      id: "worktree/untracked", level: .warn, title: "a file is not tracked",
      explanation: "Nobody else can have it.",
      help: "modelgate check --explain worktree/untracked"),
    GateReport.RuleDescription(
      id: "data/unreadable", level: .error, title: "data can't be read",
      explanation: "What can't be read can't be judged.",
      help: "modelgate check --explain data/unreadable"),
    GateReport.RuleDescription(
      id: "history/shallow", level: .off, title: "the history is cut off",
      explanation: "Older commits are missing.", help: "modelgate check --explain history/shallow"),
  ]

  static let clean = GateReport(
    tool: "modelgate-check", version: "1.2.3", subject: "the worktree", findings: [], rules: rules)

  static let refused = GateReport(
    tool: "modelgate-check", version: "1.2.3", subject: "the worktree",
    findings: [
      Finding(
        rule: "worktree/untracked", severity: .warning, location: Location("notes.txt"),
        message: "'notes.txt' is not tracked", hints: ["git add notes.txt"]),
      Finding(
        rule: "worktree/modified", severity: .error,
        location: Location("train.py", line: 3, column: 7),
        message: "'train.py' differs from the commit", hints: ["git commit --all"]),
      Finding(
        rule: "worktree/modified", severity: .error, location: Location("model.py"),
        message: "'model.py' differs from the commit", hints: ["git commit --all"]),
    ],
    waived: [
      GateReport.WaivedFinding(
        Finding(
          rule: "worktree/modified", severity: .error, location: Location("old/x.py"),
          message: "'old/x.py' differs from the commit", hints: ["git commit --all"]),
        reason: "moving", expires: "2030-12-31")
    ], rules: rules)

  /// Everything that some format gives a meaning to, in every place that foreign text can reach.
  static let nasty: GateReport = {
    let text =
      "a%0A::error::b\n::warning::c\r\u{1b}[2J\u{0}\u{202e}<b>&amp;]]>\"'`|```*_[x](y)<!--\u{fffe}é日,:"
    let path = #""d/\"<\\\n\377é&,:%.csv""#
    let finding = Finding(
      rule: "worktree/modified", severity: .error, location: Location(path, line: 2, column: 4),
      message: text, hints: [text])
    let undecided = Finding(
      rule: "data/unreadable", severity: .undecided, message: text, hints: [])
    let unknown = Finding(
      rule: "x/<&\"y", severity: .warning, location: Location("a:b,c d#?.txt", line: 1),
      message: text)
    return GateReport(
      tool: "modelgate-check", version: "1.2.3-dev.1", subject: text,
      findings: [finding, finding, undecided, unknown],
      waived: [GateReport.WaivedFinding(finding, reason: text, expires: "2030-12-31")],
      rules: rules)
  }()

  static let all = [clean, refused, nasty]
}
