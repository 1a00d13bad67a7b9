// SPDX-License-Identifier: Apache-2.0

import Testing
import YAML

/// Parses text, for tests.
func yaml(_ text: String, limits: YAMLLimits = .standard) throws(YAMLError) -> YAMLNode {
  try YAMLNode.parse(Array(text.utf8), limits: limits)
}

/// The error that a text must have.
func yamlError(_ text: String, limits: YAMLLimits = .standard) -> YAMLError? {
  do {
    _ = try yaml(text, limits: limits)
    return nil
  } catch {
    return error
  }
}

@Suite struct YAMLNodeTests {
  @Test func readsAFileOfDVC() throws {
    let node = try yaml(
      """
      outs:
      - md5: 0123456789abcdef0123456789abcdef.dir
        size: 1024
        hash: md5
        path: data/raw
      """)
    let out = try #require(node["outs"]?.sequence?.first)
    #expect(out["md5"]?.string == "0123456789abcdef0123456789abcdef.dir")
    #expect(out["size"]?.integer == 1024)
    #expect(out["path"]?.mark == YAMLMark(line: 5, column: 9))
    #expect(out["nothing"] == nil)
  }

  @Test(arguments: [
    "yes", "no", "on", "off", "y", "0o9", "0x", "1_000", "1:30", "2026-01-02", "e1",
  ])
  func leavesTheWordsOfYAML11AsStrings(_ text: String) throws {
    let node = try yaml(text)
    #expect(node.string == text)
    #expect(node.bool == nil && node.integer == nil && node.double == nil && !node.isNull)
  }

  @Test(
    arguments: [
      ("0", 0), ("-17", -17), ("+5", 5), ("0777", 777), ("0o17", 15), ("0xFf", 255),
      ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ] as [(String, Int64)])
  func readsIntegers(_ text: String, _ value: Int64) throws {
    #expect(try yaml(text).integer == value)
    #expect(try yaml(text).string == nil)
  }

  @Test func readsNumbers() throws {
    #expect(try yaml(".5").double == 0.5)
    #expect(try yaml("1.").double == 1)
    #expect(try yaml("-1.5e-3").double == -0.0015)
    #expect(try yaml("12").double == 12)
    #expect(try yaml("-.inf").double == -.infinity)
    #expect(try yaml(".nan").double?.isNaN == true)
  }

  @Test func refusesNumbersThatDoNotFit() throws {
    #expect(try yaml("9223372036854775808").integer == nil)
    #expect(try yaml("9223372036854775808").string == nil)
    #expect(try yaml("1e999").double == nil)
  }

  @Test func quotesMakeStrings() throws {
    #expect(try yaml("'true'").string == "true")
    #expect(try yaml("\"12\"").integer == nil)
    #expect(try yaml("''").isNull == false)
    #expect(try yaml("|\n  12\n").string == "12\n")
    #expect(try yaml("\"a\\0b\"").string == "a\0b")
  }

  @Test(arguments: ["", "~", "null", "# only a comment\n", "---\n"])
  func readsNothingAsNull(_ text: String) throws {
    #expect(try yaml(text).isNull)
  }

  @Test func marksCountBytesAndSourceLines() throws {
    let node = try yaml("# caf\u{e9} end\r\n\"\u{e9}\u{1f600}\": x\rb: y\n")
    let pairs = try #require(node.mapping)
    #expect(pairs[0].value.mark == YAMLMark(line: 2, column: 11))
    #expect(pairs[1].key.mark == YAMLMark(line: 3, column: 1))
  }

  @Test func sharesAnchoredValues() throws {
    let node = try yaml("a: &x [1, 2]\nb: *x\n")
    #expect(node["b"]?.sequence?.count == 2)
  }

  @Test func mergesMappingsAsReadersDo() throws {
    let node = try yaml(
      "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 9}\nd: {'<<': 1}\n")
    let merged = try #require(node["c"])
    #expect(["x", "y", "z"].map { merged[$0]?.integer } == [9, 1, 2])
    #expect(node["d"]?["<<"]?.integer == 1)
  }

  @Test func understandsCoreTags() throws {
    #expect(try yaml("!!str 12").string == "12")
    #expect(try yaml("! 12").string == "12")
    #expect(try yaml("!!int '12'").integer == 12)
    #expect(try yaml("!!float 1").double == 1)
    #expect(try yaml("!!map {a: !!seq [1]}")["a"]?.sequence?.count == 1)
  }
}
