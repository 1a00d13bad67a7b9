// SPDX-License-Identifier: Apache-2.0

import Findings
import Reports
import Testing

@Suite struct TextReportTests {
  @Test func saysEveryFindingThenWhatToType() {
    #expect(
      TextReport.render(Samples.refused) == """
        modelgate-check: refused: the worktree: 2 errors, 1 warning, 1 waived
        error: a tracked file differs from the commit (worktree/modified)
          train.py:3:7: 'train.py' differs from the commit
          model.py: 'model.py' differs from the commit
        warning: a file is not tracked (worktree/untracked)
          notes.txt: 'notes.txt' is not tracked
        waived
          old/x.py: 'old/x.py' differs from the commit (worktree/modified: moving, until 2030-12-31)
        modelgate-check: hint: git commit --all
        modelgate-check: hint: git add notes.txt

        """)
  }

  @Test func isShortWhenNothingIsFound() {
    #expect(
      TextReport.render(Samples.clean) == "modelgate-check: passed: the worktree: nothing found\n")
  }

  @Test func saysFirstWhatCouldNotBeJudged() {
    let lines = TextReport.render(Samples.nasty).split(separator: "\n")
    #expect(lines.first?.hasPrefix("modelgate-check: could not judge: ") == true)
    #expect(lines.dropFirst().first == "undecided: data can't be read (data/unreadable)")
  }

  @Test func letsNothingSteerTheTerminal() {
    for hasColor in [false, true] {
      let text = TextReport.render(Samples.nasty, hasColor: hasColor)
      #expect(!text.contains("\u{1b}[2J") && !text.contains("\u{202e}") && !text.contains("\r"))
    }
    #expect(!TextReport.render(Samples.nasty).unicodeScalars.contains("\u{1b}"))
    #expect(
      TextReport.render(Samples.refused, hasColor: true).contains("\u{1b}[1;31mrefused\u{1b}[0m"))
  }

  @Test func keepsFurtherLinesOfAMessageIndented() {
    let report = GateReport(
      tool: "t", version: "1", subject: "s",
      findings: [Finding(rule: "a/b", severity: .error, message: "one\ntwo")])
    #expect(TextReport.render(report).hasSuffix("error: a/b\n  one\n    two\n"))
  }

  @Test func countsWhatItDoesNotShow() {
    let findings = (0..<1000).map { number in
      Finding(
        rule: "worktree/untracked", severity: .error, location: Location("f\(number)"),
        message: "x", hints: ["git add f\(number)"])
    }
    let report = GateReport(tool: "t", version: "1", subject: "s", findings: findings)
    let lines = TextReport.render(report, limit: 10).split(separator: "\n")
    #expect(lines.count == 2 + 11 + 11)
    #expect(lines.count { $0 == "  and 990 more" } == 2)
  }
}
