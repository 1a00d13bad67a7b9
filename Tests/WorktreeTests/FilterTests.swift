// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing
import Worktree

/// Files whose bytes on disk and in the blob are not meant to be equal.
@Suite struct FilterTests {
  private func rules(_ text: String) -> AttributeRules {
    AttributeRules(root: AttributeFile(Array(text.utf8), allowsMacros: true))
  }

  @Test(arguments: [
    ("* text=auto\n", AutoCRLF.no, true), ("* text\n", .no, true), ("* eol=crlf\n", .no, true),
    ("", .yes, true), ("", .input, true), ("", .no, false), ("* -text\n", .yes, false),
    ("* binary\n", .yes, false), ("b text\n", .no, false),
  ]) func otherLineEndsAreSaidApart(text: String, autoCRLF: AutoCRLF, converts: Bool) async throws {
    let fixture = try await WorktreeFixture.committed()
    try fixture.write("one\r\n", to: "a")
    let found = try fixture.deviations {
      $0.attributes = rules(text)
      $0.autoCRLF = autoCRLF
    }
    let isCheckout = text == "* eol=crlf\n" || autoCRLF == .yes
    #expect(found == [converts ? "lineEnds(isCheckout: \(isCheckout)) a" : "modified a"])
  }

  @Test(arguments: [
    ("* eol=crlf\n", "one\r\n", [String]()), ("* text=auto eol=crlf\n", "one\r\n", []),
    ("* text eol=crlf\n", "two\r\n", ["modified a"]),
    ("* text=auto\n", "one\r\n", ["lineEnds(isCheckout: false) a"]),
    ("* eol=lf\n", "one\r\n", ["lineEnds(isCheckout: false) a"]),
  ]) func lineEndsThatEveryCheckoutWritesAreClean(
    text: String, content: String, expected: [String]
  ) async throws {
    let fixture = try await WorktreeFixture.committed()
    try fixture.write(content, to: "a")
    let found = try fixture.deviations {
      $0.attributes = rules(text)
      $0.committedAttributes = rules(text)
    }
    #expect(found == expected)
  }

  @Test func aMixtureOfLineEndsIsNoCheckout() async throws {
    let fixture = try await WorktreeFixture()
    try fixture.write("a\nb\n", to: "mixed")
    try await fixture.git("add", "mixed")
    try fixture.write("a\r\nb\n", to: "mixed")
    let found = try fixture.deviations {
      $0.attributes = rules("* text eol=crlf")
      $0.committedAttributes = rules("* text eol=crlf")
    }
    #expect(found == ["lineEnds(isCheckout: false) mixed"])
  }

  @Test func otherTextWithOtherLineEndsIsModified() async throws {
    let fixture = try await WorktreeFixture.committed()
    try fixture.write("two\r\n", to: "a")
    #expect(try fixture.deviations { $0.attributes = rules("* text") } == ["modified a"])
  }

  @Test func binaryContentIsNotConvertedByItself() async throws {
    let fixture = try await WorktreeFixture()
    try fixture.write("a\0b\n", to: "bin")
    try await fixture.git("add", "bin")
    try fixture.write("a\0b\r\n", to: "bin")
    #expect(try fixture.deviations { $0.attributes = rules("* text=auto") } == ["modified bin"])
    #expect(
      try fixture.deviations { $0.attributes = rules("* text") } == [
        "lineEnds(isCheckout: false) bin"
      ])
  }

  @Test func filteredFilesAreLeftToTheCaller() async throws {
    let fixture = try await WorktreeFixture.committed()
    try fixture.write("pointer\n", to: "big.bin")
    try fixture.write("x\n", to: "b.ident")
    try await fixture.git("add", "--all")
    try await fixture.settle()
    let attributes = rules(
      "*.bin filter=lfs -text\n*.ident ident\n*.u16 working-tree-encoding=UTF-16\n")
    var report = try fixture.scan { $0.attributes = attributes }
    #expect(report.candidates.map(\.path.description) == ["b.ident", "big.bin"])
    #expect(report.candidates.allSatisfy { $0.isUnchangedByStat && $0.isBlobItself == true })
    #expect(
      report.candidates.last?.attributes.filter.map { String(decoding: $0, as: UTF8.self) } == "lfs"
    )
    try fixture.write("the content\n", to: "big.bin")
    report = try fixture.scan { $0.attributes = attributes }
    #expect(report.candidates.last?.isUnchangedByStat == false)
    #expect(report.candidates.last?.isBlobItself == false)
    #expect(report.candidates.last?.size == 12)
    #expect(report.deviations.isEmpty)
  }

  @Test func utf8IsNoEncodingOfItsOwn() throws {
    let attributes = rules("a working-tree-encoding=utf-8\nb -filter\n")
    #expect(!attributes.attributes(of: try path("a")).isFiltered)
    #expect(!attributes.attributes(of: try path("b")).isFiltered)
  }
}
