// SPDX-License-Identifier: Apache-2.0

import Findings
import Reports
import StrictJSON
import TestSupport
import Testing

@Suite struct PlatformReportTests {
  @Test func annotatesOnGitHub() {
    #expect(
      GitHubReport.render(Samples.refused) == """
        ::error file=train.py,line=3,col=7,title=worktree/modified::'train.py' differs from the \
        commit%0Ahint: git commit --all
        ::error file=model.py,title=worktree/modified::'model.py' differs from the commit%0Ahint: \
        git commit --all
        ::warning file=notes.txt,title=worktree/untracked::'notes.txt' is not tracked%0Ahint: git \
        add notes.txt
        ::notice file=old/x.py,title=waived%3A worktree/modified::'old/x.py' differs from the \
        commit%0Awaived: moving, until 2030-12-31

        """)
    #expect(GitHubReport.render(Samples.clean) == "")
  }

  @Test func startsNoForeignCommandOnGitHub() throws {
    let lines = GitHubReport.render(Samples.nasty).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 6 && lines.last == "")
    for line in lines.dropLast() {
      #expect(line.wholeMatch(of: /::(error|warning|notice) .*/) != nil)
    }
    #expect(
      lines[0].hasPrefix("::error title=could not be judged%3A data/unreadable::a%250A::error"))
    #expect(lines[3].hasPrefix("::warning file=a%3Ab%2Cc d#?.txt,line=1,title=x/<&\"y::"))
  }

  @Test func givesGitLabWhatItReads() throws {
    let issues = try #require(
      try JSONValue.parse(Array(GitLabReport.render(Samples.refused).utf8)).array)
    #expect(issues.count == 4)
    #expect(issues[3]["severity"]?.string == "info")
    #expect(
      issues[3]["description"]?.string
        == "'old/x.py' differs from the commit (waived: moving, until 2030-12-31)")
    #expect(issues[0]["severity"]?.string == "minor")
    #expect(issues[1]["location"] == ["path": "train.py", "lines": ["begin": 3]])
    #expect(issues[2]["location"] == ["path": "model.py", "lines": ["begin": 1]])
    #expect(Set(issues.compactMap { $0["fingerprint"]?.string }).count == 4)
    let nasty = try #require(
      try JSONValue.parse(Array(GitLabReport.render(Samples.nasty).utf8)).array)
    #expect(Set(nasty.compactMap { $0["fingerprint"]?.string }).count == 5)
    #expect(nasty[2]["location"]?["path"]?.string == ".")
  }

  @Test(arguments: ReportFormat.allCases)
  func endsInALineFeed(_ format: ReportFormat) {
    #expect(format.render(Samples.nasty).hasSuffix("\n"))
  }

  @Test func summarizesInMarkdown() {
    #expect(
      MarkdownReport.render(Samples.refused).hasSuffix(
        """
        | error | worktree/modified | train.py\\:3\\:7 | 'train.py' differs from the commit |
        | error | worktree/modified | model.py | 'model.py' differs from the commit |
        | warning | worktree/untracked | notes.txt | 'notes.txt' is not tracked |

        | waived rule | where | what | why | until |
        |---|---|---|---|---|
        | worktree/modified | old/x.py | 'old/x.py' differs from the commit | moving | 2030-12-31 |

        What to type:

        ```sh
        git commit --all
        git add notes.txt
        ```

        """))
  }

  @Test(.enabled("needs the peer markdown-it-py") { await PythonPeer.has("markdown_it") })
  func takesNothingForMarkup() async throws {
    let output = try await PythonPeer.run(
      """
      import sys, re
      from markdown_it import MarkdownIt
      html = MarkdownIt('commonmark').enable('table').render(sys.stdin.read())
      print(sorted(set(re.findall(r'<(/?[a-z!][^ >]*)', html))))
      print(html.count('<tr>'))
      """, input: MarkdownReport.render(Samples.nasty))
    #expect(
      output == """
        ['/code', '/h2', '/p', '/pre', '/table', '/tbody', '/td', '/th', '/thead', '/tr', 'br', \
        'code', 'h2', 'p', 'pre', 'table', 'tbody', 'td', 'th', 'thead', 'tr']
        7

        """)
  }
}
