// SPDX-License-Identifier: Apache-2.0

import Findings
import Reports
import StrictJSON
import TestSupport
import Testing

@Suite struct JUnitReportTests {
  @Test func makesEachRuleATest() {
    #expect(
      JUnitReport.render(Samples.refused) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="modelgate-check" tests="4" failures="1" errors="0" skipped="1">
          <testsuite name="modelgate-check" tests="4" failures="1" errors="0" skipped="1">
            <properties>
              <property name="version" value="1.2.3"/>
              <property name="subject" value="the worktree"/>
              <property name="verdict" value="refused"/>
            </properties>
            <testcase classname="worktree" name="worktree/modified">
              <failure message="&apos;train.py&apos; differs from the commit and 1 more" \
        type="worktree/modified">error: train.py:3:7: &apos;train.py&apos; differs from the commit
        hint: git commit --all
        error: model.py: &apos;model.py&apos; differs from the commit
        hint: git commit --all</failure>
              <system-out>waived: error: old/x.py: &apos;old/x.py&apos; differs from the commit
        hint: git commit --all (moving, until 2030-12-31)</system-out>
            </testcase>
            <testcase classname="worktree" name="worktree/untracked">
              <system-out>warning: notes.txt: &apos;notes.txt&apos; is not tracked
        hint: git add notes.txt</system-out>
            </testcase>
            <testcase classname="data" name="data/unreadable"/>
            <testcase classname="history" name="history/shallow">
              <skipped message="the rule is off"/>
            </testcase>
          </testsuite>
        </testsuites>

        """)
  }

  @Test(.enabled("needs the peer junitparser") { await PythonPeer.has("junitparser") })
  func isReadByAReader() async throws {
    let reports = Samples.all.map { JSONValue.string(JUnitReport.render($0)) }
    let output = try await PythonPeer.run(
      """
      import json, sys
      from junitparser import JUnitXml
      for report in json.load(sys.stdin):
          xml = JUnitXml.fromstring(report.encode())
          suite = next(iter(xml))
          results = [type(r).__name__ for case in suite for r in case.result]
          print(suite.tests, suite.failures, suite.errors, suite.skipped, results)
          suite.update_statistics()
          print(suite.tests, suite.failures, suite.errors, suite.skipped)
      """, input: JSONValue.array(reports).text())
    #expect(
      output == """
        4 0 0 1 ['Skipped']
        4 0 0 1
        4 1 0 1 ['Failure', 'Skipped']
        4 1 0 1
        5 1 1 1 ['Failure', 'Error', 'Skipped']
        5 1 1 1

        """)
  }

  @Test(.enabled("needs the peer python3") { PythonPeer.isInstalled })
  func survivesEveryCharacter() async throws {
    var message = ""
    for value in UInt32(0)...0x2100 {
      if let scalar = Unicode.Scalar(value) { message.unicodeScalars.append(scalar) }
    }
    message.unicodeScalars.append(contentsOf: ["\u{feff}", "\u{fffe}", "\u{ffff}", "\u{10ffff}"])
    let report = GateReport(
      tool: "t", version: "1", subject: message,
      findings: [Finding(rule: "a/b", severity: .error, message: message)])
    let output = try await PythonPeer.run(
      """
      import sys, xml.etree.ElementTree as tree
      root = tree.fromstring(sys.stdin.buffer.read())
      failure, subject = root.find('.//failure'), root.find('.//property[@name="subject"]')
      print('Aé\\u2030'[0] in failure.text, failure.text == 'error: ' + failure.get('message'))
      print(failure.get('message') == subject.get('value'))
      """, input: JUnitReport.render(report))
    #expect(output == "True True\nTrue\n")
  }
}
