// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import YAML

@Suite struct YAMLErrorTests {
  @Test(
    arguments: [
      ("a: 1\nb: 2\na: 3\n", 3, 1, "key 'a' stands twice, first in line 1"),
      ("a: 1\n\"a\": 3\n", 2, 1, "key 'a' stands twice, first in line 1"),
      ("? [a]\n: 1\n", 1, 3, "a list can't be a key; a key is one word or text"),
      ("a: 1\n---\nb: 2\n", 2, 1, "a second document starts here; one is expected"),
      ("a: *b\n", 1, 4, "alias '*b' names no anchor before it"),
      ("a: &b [*b]\n", 1, 8, "alias '*b' stands inside the value that it names"),
      ("a: !!binary aGk=\n", 1, 4, "tag '!!binary' does not fit here"),
      ("a: !python/object:os.system x\n", 1, 4, "tag '!python/object:os.system' does not fit here"),
      ("a: !!int true\n", 1, 4, "'true' is not what its tag '!!int' says"),
      ("a: !!seq {}\n", 1, 4, "tag '!!seq' does not fit here"),
      ("a: {<<: 1}\n", 1, 9, "'<<' merges mappings, but an integer is given"),
    ])
  func namesPlaceAndProblem(_ text: String, _ line: Int, _ column: Int, _ problem: String) {
    #expect(yamlError(text) == YAMLError(problem, at: YAMLMark(line: line, column: column)))
  }

  @Test func placesSyntaxErrorsOfLibyaml() {
    let error = yamlError("a: 1\n  b: [\n")
    #expect(error?.line == 2)
    #expect(error?.problem.contains("mapping values are not allowed") == true)
  }

  @Test func placesControlCharacters() {
    #expect(yamlError("é: \u{7}\n")?.mark == YAMLMark(line: 1, column: 5))
  }

  @Test func keysThatOnlyLookAlikeDiffer() throws {
    let node = try yaml("caf\u{e9}: 1\ncafe\u{301}: 2\n")
    #expect(node["caf\u{e9}"]?.integer == 1)
    #expect(node["cafe\u{301}"]?.integer == 2)
  }

  @Test func refusesBytesThatAreNotUTF8() {
    #expect(throws: YAMLError("the text is not UTF-8", at: YAMLMark(line: 2, column: 4))) {
      try YAMLNode.parse(Array("a: 1\nb: ".utf8) + [0xff])
    }
    #expect(throws: YAMLError.self) { try YAMLNode.parse([0xff, 0xfe, 0x61, 0x00]) }
  }

  @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}"])
  func refusesLinesThatOnlySomeReadersSee(_ separator: String) {
    #expect(yamlError("a: 1\n# \(separator)b: 2\n")?.mark == YAMLMark(line: 2, column: 3))
  }

  @Test func endsBillionLaughs() {
    var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = yamlError(text)
    #expect(error?.problem == "more than the 1000000 values allowed, aliases included")
  }

  @Test func endsBombsOfLongTexts() {
    let text =
      "a: &a " + String(repeating: "x", count: 1 << 20) + "\nb: ["
      + Array(repeating: "*a", count: 100).joined(separator: ",") + "]\n"
    #expect(yamlError(text)?.problem.contains("bytes of text allowed") == true)
  }

  @Test func endsDeepNesting() {
    #expect(yamlError(String(repeating: "[", count: 1_000_000))?.column == 65)
    #expect(yamlError(String(repeating: "{a: ", count: 100_000))?.column == 257)
    #expect(yamlError(String(repeating: "- ", count: 10_000))?.column == 129)
  }

  @Test func countsDepthThroughAliases() {
    let limits = YAMLLimits(depth: 4)
    #expect(yamlError("a: &x [[1]]\nb: [*x]\n", limits: limits) == nil)
    #expect(yamlError("a: &x [[1]]\nb: [[*x]]\n", limits: limits)?.line == 2)
  }

  @Test func refusesAliasesWhereAsked() {
    let limits = YAMLLimits(allowsAliases: false)
    #expect(yamlError("[&a 1, *a]", limits: limits)?.problem == "alias '*a' is not allowed here")
  }

  @Test func refusesLongTexts() {
    #expect(yamlError("abcdef", limits: YAMLLimits(bytes: 5))?.problem.contains("6 bytes") == true)
  }

  @Test func survivesMutations() {
    let seed = Array(
      "a: &x [1, 'b', \"c\\u00e9\"]\nb: {<<: {k: v}, c: *x}\n? d\n: |\n  text\n---\n%YAML 1.2\n"
        .utf8)
    var random = SeededGenerator(seed: 2)
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = .random(in: 0...255, using: &random)
        case 1: bytes.insert(seed.randomElement(using: &random) ?? 0, at: at)
        default: if bytes.count > 1 { bytes.remove(at: at) }
        }
      }
      do {
        _ = try YAMLNode.parse(bytes)
      } catch {
        #expect(error.line >= 1 && error.column >= 1 && !error.problem.isEmpty)
      }
    }
  }
}
