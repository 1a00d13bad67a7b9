// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import Testing

@Suite struct ParsingTests {
  @Test(
    arguments: [
      ("null", .null), (" \t\r\n true \n", true), ("false", false), ("0", 0),
      ("9223372036854775807", .integer(Int64.max)), ("-9223372036854775808", .integer(Int64.min)),
      (#""""#, ""), (#""a/\/b""#, "a//b"), (#""\"\\\b\f\n\r\t""#, "\"\\\u{8}\u{c}\n\r\t"),
      (#""\u00e9\u00E9""#, "éé"), (#""\ud83d\ude00""#, "😀"), (#""\uD834\uDD1E""#, "𝄞"),
      ("\"é漢😀\u{10ffff}\u{7f}\u{2028}\"", "é漢😀\u{10ffff}\u{7f}\u{2028}"),
      (#""\u0000\uffff""#, "\0\u{ffff}"), ("[]", []), ("[ ]", []),
      ("[1,[2,[]],{}]", [1, [2, []], [:]]),
      ("{}", [:]), (#"{ "a" : 1 , "" : [ null ] }"#, ["a": 1, "": [nil]]),
      (#"{"a":{"a":{"a":0}}}"#, ["a": ["a": ["a": 0]]]),
    ] as [(String, JSONValue)])
  func accepts(_ text: String, _ expected: JSONValue) throws {
    let value = try JSONValue.parse(Array(text.utf8))
    #expect(value == expected)
  }

  @Test(arguments: [
    "", " ", "[", "{", "]", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]", "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":1", "{1:1}",
    "{,\"a\":1}", "tru", "True", "nul", "nulll", "nan", "NaN", "Infinity", "-Infinity", "01", "-01",
    "00", "1.", ".5", "-", "+1", "1e", "1e+", "1.e1", "0x10", "1_000", "--1", "1 1", "\"", "\"a",
    "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\U0041\"", "\"\\u\u{ff11}111\"", "'a'",
    "// c\n1", "/* c */1", "1 // c", "\u{feff}1", "\u{a0}1", "\u{c}1", "1\0", "\"a\nb\"",
    "\"a\tb\"",
    "\"a\0b\"", "\"\u{1f}\"", #""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#,
    #""\udc00\ud800""#, #""\ud800\n""#, #""\ud800\u0041""#, #"{"a":1,"a":1}"#,
    #"{"a":1,"\u0061":2}"#, #"{"é":1,"\u00e9":2}"#, #"{"":1,"":2}"#,
    #"[{"x":{"a":1,"b":2,"a":3}}]"#,
  ])
  func refuses(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue.parse(Array(text.utf8)) }
  }

  @Test(
    arguments: [
      [0xff], [0x80], [0xc3], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xf0, 0x80, 0x80, 0xaf],
      [0xed, 0xa0, 0x80], [0xed, 0xb0, 0x80], [0xf4, 0x90, 0x80, 0x80],
      [0xf8, 0x88, 0x80, 0x80, 0x80],
      [0xe2, 0x82], [0xf0, 0x9f, 0x98],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
    let text = Array("[\"ab".utf8) + bytes + Array("\"]".utf8)
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    #expect(error?.problem == .invalidUTF8)
    #expect(error?.offset == 4)
  }

  @Test func refusesUTF16() {
    #expect(throws: JSONError.self) { try JSONValue.parse([0xff, 0xfe, 0x31, 0]) }
    #expect(throws: JSONError.self) { try JSONValue.parse([0, 0x31]) }
  }

  @Test func findsDuplicatesAmongManyNames() throws {
    let members = (0..<1000).map { "\"name\($0)\":\($0)" }
    let object = try JSONValue.parse(Array("{\(members.joined(separator: ","))}".utf8))
    #expect(object["name999"] == 999)
    let twice = members + ["\"name500\":0"]
    let error = #expect(throws: JSONError.self) {
      try JSONValue.parse(Array("{\(twice.joined(separator: ","))}".utf8))
    }
    #expect(error?.problem == .duplicateName("name500"))
  }

  @Test func keepsNormalizationTwins() throws {
    let value = try JSONValue.parse(Array("{\"caf\u{e9}\":1,\"cafe\u{301}\":2}".utf8))
    #expect(value["caf\u{e9}"] == 1)
    #expect(value["cafe\u{301}"] == 2)
    #expect(value.object?.count == 2)
  }

  @Test func saysWhere() {
    let error = #expect(throws: JSONError.self) {
      try JSONValue.parse(Array("{\n  \"é\": 01\n}".utf8))
    }
    #expect(error?.message == "line 2, column 9 (byte 10): not a number as JSON writes it")
  }

  @Test func showsNoForeignControlCharacters() {
    let error = #expect(throws: JSONError.self) {
      try JSONValue.parse(Array(#"{"\u001b[31m":1,"\u001b[31m":2}"#.utf8))
    }
    #expect(error?.message.contains("'\\u{1b}[31m'") == true)
  }
}
