// SPDX-License-Identifier: Apache-2.0

import Findings
import Testing

@Suite struct SourceExcerptTests {
  @Test(arguments: [
    ("remote: https://me:secret@host/path?a@b", "remote: https://*********@host/path?a@b"),
    ("[s3://key@x, ssh://u:p@ss@h]", "[s3://***@x, ssh://******@h]"),
    ("https://host/a@b git@host:x", "https://host/a@b git@host:x"),
    ("://", "://"), ("://@", "://@"),
  ])
  func hidesLogins(_ line: (text: String, shown: String)) {
    let excerpt = SourceExcerpt(Array(line.text.utf8), line: 1, column: 1)?.rendered()
    #expect(excerpt == "    1 | \(line.shown)\n      | ^")
  }

  private func excerpt(_ text: String, _ line: Int, _ column: Int, width: Int = 88) -> String? {
    SourceExcerpt(Array(text.utf8), line: line, column: column)?.rendered(width: width)
  }

  @Test func pointsAtTheColumn() {
    #expect(excerpt("a: 1\nbee: 2\n", 2, 6) == "    2 | bee: 2\n      |      ^")
  }

  @Test func countsWideTabsAndCombiningCharacters() {
    #expect(excerpt("\té\u{301}日x", 1, 9) == "    1 |   é\u{301}日x\n      |      ^")
  }

  @Test func writesOutWhatCouldSteerATerminal() {
    #expect(
      excerpt("\u{1b}[2J\u{202e}x", 1, 8)
        == "    1 | \\u{1b}[2J\\u{202e}x\n      |                  ^")
  }

  @Test func showsBytesThatAreNotText() {
    let excerpt = SourceExcerpt([0x61, 0xff, 0x62], line: 1, column: 3)?.rendered()
    #expect(excerpt == "    1 | a\\xffb\n      |      ^")
  }

  @Test func cutsLongLinesAroundTheCaret() throws {
    let text = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
    let lines = try #require(excerpt(text, 1, 501, width: 20)).split(separator: "\n")
    #expect(lines[0] == "    1 | …aaaaaaaaaXbbbbbbbb…")
    let caret = try #require(lines[1].firstIndex(of: "^"))
    let wanted = try #require(lines[0].firstIndex(of: "X"))
    #expect(
      lines[1].distance(from: lines[1].startIndex, to: caret)
        == lines[0].distance(from: lines[0].startIndex, to: wanted))
  }

  @Test func endsAtAnyLineBreak() {
    #expect(excerpt("a\r\nb\rc", 1, 9) == "    1 | a\n      |  ^")
    #expect(excerpt("a\r\nb\rc", 3, 1) == "    3 | c\n      | ^")
    #expect(excerpt("a\n", 2, 1) == "    2 | \n      | ^")
    #expect(excerpt("a\n", 3, 1) == nil)
  }
}
