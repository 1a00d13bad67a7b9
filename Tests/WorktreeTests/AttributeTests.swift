// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

@testable import Worktree

/// Attributes, with `git check-attr` as the oracle.
@Suite struct AttributeTests {
  private static let attributes = [
    "text", "eol", "filter", "ident", "working-tree-encoding", "binary", "diff", "mine", "other",
    "crlf",
  ]
  private static let patterns = [
    "*", "*.c", "a", "/a", "d/*", "d/**", "**/x.c", "[ab]*", "x.?", "\"a b\"", "\"\\141\"", "!a",
    "d/", "#a", "*.C", "\"a",
  ]
  private static let assignments = [
    "text", "-text", "!text", "text=auto", "eol=crlf", "eol=lf", "filter=lfs", "-filter", "!filter",
    "ident", "-ident", "working-tree-encoding=UTF-16", "binary", "-binary", "!binary", "mine",
    "-mine", "mine=5", "other", "diff=x", "bad~name", "crlf", "-crlf", "crlf=input", "mine=",
  ]
  private static let paths = ["a", "b", "x.c", "d/a", "d/x.c", "d/e/x.c", "a b", "d/e/b", "X.C"]

  private func lines(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...5, using: &random)).map { _ in
      let words = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        Self.assignments[Int.random(in: 0..<Self.assignments.count, using: &random)]
      }
      let isMacro = Int.random(in: 0..<5, using: &random) == 0
      let head =
        isMacro
        ? "[attr]\(["mine", "other"][Int.random(in: 0..<2, using: &random)])"
        : Self.patterns[Int.random(in: 0..<Self.patterns.count, using: &random)]
      return ([head] + words).joined(separator: [" ", "\t", "  "][words.count % 3])
    }.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n") + "\n"
  }

  @Test func agreesWithCheckAttr() async throws {
    let fixture = try await WorktreeFixture()
    let user = fixture.root.appending(".git/user-attributes")
    try await fixture.git("config", "core.attributesFile", user.string)
    var random = SeededGenerator(seed: 5)
    for round in 0..<150 {
      let texts = (0..<5).map { _ in lines(&random) }
      let places = [
        ".gitattributes", "d/.gitattributes", "d/e/.gitattributes", ".git/info/attributes",
        ".git/user-attributes",
      ]
      for (text, place) in zip(texts, places) { try fixture.write(text, to: place) }
      let files = texts.enumerated().map {
        AttributeFile(Array($1.utf8), allowsMacros: $0 != 1 && $0 != 2)
      }
      let rules = AttributeRules(
        user: files[4], root: files[0],
        folders: [try path("d"): files[1], try path("d/e"): files[2]], repository: files[3])
      let expected = try await fixture.git(
        ["check-attr", "--stdin", "-z"] + Self.attributes,
        input: Array(Self.paths.map { $0 + "\0" }.joined().utf8)
      ).split(separator: 0, omittingEmptySubsequences: false)
      var number = 0
      for path in Self.paths {
        let found = rules.attributes(of: Array(path.utf8))
        for attribute in Self.attributes {
          let value = String(decoding: expected[number * 3 + 2], as: UTF8.self)
          #expect(found[attribute].text == value, "round \(round): \(path) \(attribute) \(texts)")
          number += 1
        }
      }
    }
  }

  @Test func seesFiltersBehindMacros() throws {
    let file = AttributeFile(
      Array("[attr]big filter=lfs -text\n*.bin big\nexact.dat filter=x\n".utf8), allowsMacros: true)
    let sieve = try #require(FilterSieve(AttributeRules(root: file)))
    let may = ["a.bin", "exact.dat", "a.txt"].map { name in
      CString(name.utf8).withView { sieve.mayFilter($0) }
    }
    #expect(may == [true, true, false])
    #expect(FilterSieve(AttributeRules.none) == nil)
  }
}

extension AttributeState {
  fileprivate var text: String {
    switch self {
    case .set: "set"
    case .unset: "unset"
    case .unspecified: "unspecified"
    case .value(let value): String(decoding: value, as: UTF8.self)
    }
  }
}
