// SPDX-License-Identifier: Apache-2.0

import Findings
import StrictJSON
import TestSupport
import Testing

@testable import Reports

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

  /// The fields that GitLab documents for "Code Quality report format", and their values.
  @Test(
    .enabled("needs the peer jsonschema") { await PythonPeer.has("jsonschema") },
    arguments: Samples.all)
  func isWhatGitLabDocuments(_ report: GateReport) async throws {
    let output = try await PythonPeer.run(
      """
      import sys, json, jsonschema
      text = {'type': 'string', 'minLength': 1}
      line = {'type': 'integer', 'minimum': 1}
      place = {'required': ['path'], 'properties': {'path': {**text, 'not': {'pattern': '^(\\./|/)'}}},
        'anyOf': [
          {'required': ['lines'], 'properties': {'lines': {'required': ['begin'], 'properties': {'begin': line}}}},
          {'required': ['positions'], 'properties': {'positions': {'required': ['begin'], 'properties':
            {'begin': {'required': ['line'], 'properties': {'line': line}}}}}}]}
      schema = {'type': 'array', 'items': {'type': 'object',
        'required': ['description', 'check_name', 'fingerprint', 'severity', 'location'],
        'properties': {'description': text, 'check_name': text, 'fingerprint': text, 'location': place,
          'severity': {'enum': ['info', 'minor', 'major', 'critical', 'blocker']}}}}
      raw = sys.stdin.buffer.read()
      issues = json.loads(raw)
      jsonschema.Draft202012Validator(schema).validate(issues)
      assert not raw.startswith(b'\\xef\\xbb\\xbf')
      assert len({i['fingerprint'] for i in issues}) == len(issues)
      print(len(issues))
      """, input: GitLabReport.render(report))
    #expect(output == "\(report.findings.count + report.waived.count)\n")
  }

  @Test func saysOnGitHubWhatWasFound() throws {
    for report in Samples.all {
      let commands = try GitHubReport.render(report).split(separator: "\n").map {
        try #require(WorkflowCommand(parsing: $0))
      }
      let findings = report.groups.flatMap(\.findings)
      #expect(commands.count == findings.count + report.waived.count)
      for (command, finding) in zip(commands, findings) {
        #expect(command.name == (finding.severity == .warning ? "warning" : "error"))
        #expect(
          Array(command.text.unicodeScalars).starts(with: Array(finding.message.unicodeScalars)))
        #expect(command.properties["title"]?.hasSuffix(finding.rule) == true)
        #expect(command.properties["line"] == finding.location?.line.map(String.init))
        #expect((command.properties["file"] == nil) == (finding.location == nil))
      }
    }
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

/// A workflow command as GitHub's runner reads it: `::NAME KEY=VALUE,KEY=VALUE::TEXT`.
private struct WorkflowCommand {
  let name: String
  var properties: [String: String] = [:]
  let text: String

  init?(parsing line: Substring) {
    guard line.hasPrefix("::"), let end = line.dropFirst(2).firstRange(of: "::") else { return nil }
    let head = line.dropFirst(2)[..<end.lowerBound]
    let words = head.split(separator: " ", maxSplits: 1)
    name = String(words.first ?? "")
    text = Self.unescaped(line[end.upperBound...], ["%0D": "\r", "%0A": "\n"])
    for property in (words.dropFirst().first ?? "").split(separator: ",") {
      let pair = property.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, properties[String(pair[0])] == nil else { return nil }
      properties[String(pair[0])] = Self.unescaped(
        pair[1], ["%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","])
    }
  }

  /// The percent sign comes last, as it was escaped first.
  private static func unescaped(_ text: Substring, _ escapes: [String: String]) -> String {
    var text = String(text)
    for (escape, character) in escapes { text = text.replacing(escape, with: character) }
    return text.replacing("%25", with: "%")
  }
}
