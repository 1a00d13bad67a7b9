// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import Testing

@Suite struct WritingTests {
  static let sample: JSONValue = [
    "b": [1, nil, true], "a": ["x/y": "é\n\u{1}\u{7f}\"\\", "": [:]], "empty": [],
  ]

  @Test func compactKeepsTheOrder() {
    #expect(
      Self.sample.text()
        == #"{"b":[1,null,true],"a":{"x/y":"é\n\u0001\#u{7f}\"\\","":{}},"empty":[]}"#)
  }

  @Test func prettyIsForPeople() {
    let value: JSONValue = ["b": [1, nil], "a": [:], "c": []]
    #expect(
      value.text(.pretty) == """
        {
          "b": [
            1,
            null
          ],
          "a": {},
          "c": []
        }

        """)
  }

  @Test func canonicalSortsByBytes() {
    // U+FF61 sorts before U+10000 by bytes and after it by UTF-16 units.
    let value: JSONValue = ["\u{10000}": 1, "\u{ff61}": 2, "b": 3, "B": 4, "a": ["z": 0, "y": 1]]
    #expect(
      value.text(.canonical)
        == "{\"B\":4,\"a\":{\"y\":1,\"z\":0},\"b\":3,\"\u{ff61}\":2,\"\u{10000}\":1}")
  }

  @Test func numbersKeepTheirLiterals() throws {
    let text = "[1.0,1e0,-0,100000000000000000000000000,1E+5]"
    for style in [JSONStyle.compact, .canonical] {
      #expect(try JSONValue.parse(Array(text.utf8)).text(style) == text)
    }
  }

  @Test(arguments: [JSONStyle.compact, .pretty, .canonical])
  func readsWhatItWrites(_ style: JSONStyle) throws {
    #expect(try JSONValue.parse(Self.sample.encoded(style)) == Self.sample)
  }

  @Test func escapesEveryControlCharacterAndNothingElse() throws {
    for code in UInt8(0)..<128 {
      let value = JSONValue.string(String(UnicodeScalar(code)))
      let isEscaped = code < 0x20 || code == UInt8(ascii: "\"") || code == UInt8(ascii: "\\")
      #expect((value.encoded().count > 3) == isEscaped)
      #expect(try JSONValue.parse(value.encoded()) == value)
    }
  }
}
