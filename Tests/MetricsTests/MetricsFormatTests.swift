// SPDX-License-Identifier: Apache-2.0

import Metrics
import StrictJSON
import Testing

/// The numbers of files as tools write them, digit by digit.
@Suite struct MetricsFormatTests {
  private func read(_ format: MetricsFormat, _ text: String) throws -> [String] {
    try format.metrics(in: Array(text.utf8)).map { "\($0.name)=\($0.literal)" }
  }

  @Test func nestedNamesAreJoined() throws {
    let json = #"{"auc": 0.90, "weighted avg": {"f1": 1e-3}, "n": 12345678901234567890}"#
    #expect(
      try read(.json, json) == ["auc=0.90", "weighted avg.f1=1e-3", "n=12345678901234567890"])
    let yaml = "auc: 0.90\nweighted avg: {f1: +.5}\nn: 0x10\n"
    #expect(try read(.yaml, yaml) == ["auc=0.90", "weighted avg.f1=+.5", "n=0x10"])
  }

  @Test func whatIsNoNumberIsPassedOver() throws {
    let json = #"{"model": "forest", "ok": true, "curve": [0, 1], "gone": null, "auc": 1}"#
    #expect(try read(.json, json) == ["auc=1"])
    #expect(try read(.yaml, "model: forest\nzip: '0123'\ncurve: [0, 1]\nauc: 1\n") == ["auc=1"])
    #expect(try read(.csv, "model,auc,hex\nforest,1,0x1p3\n") == ["auc=1"])
  }

  @Test(arguments: [
    "auc,loss\n0.9,0.1\n", ",auc,loss\r\n0,0.9,0.1\r\n", "name,value\nauc,0.9\nloss,0.1",
    "\u{feff}\"auc\",\"loss\"\n\"0.9\", 0.1 \n\n",
  ]) func tables(_ text: String) throws {
    #expect(try read(.csv, text) == ["auc=0.9", "loss=0.1"])
    #expect(
      try read(.tsv, text.replacing(",", with: "\t")) == ["auc=0.9", "loss=0.1"])
  }

  @Test func quotedFieldsMayHoldEverything() throws {
    let text = "name,value\n\"a, \"\"b\"\"\nc\",1\n"
    #expect(try read(.csv, text) == ["a, \"b\"\nc=1"])
  }

  static let refused: [(MetricsFormat, String, String)] = [
    (.json, #"{"auc": NaN}"#, "is not valid JSON: line 1, column 9"),
    (.json, #"{"auc": Infinity}"#, "is not valid JSON"),
    (.json, #"{"auc": 1e999}"#, "gives 'auc' as 1e999, which is no finite number"),
    (.json, #"{"auc": 1, "auc": 2}"#, "the name 'auc' appears twice"),
    (.json, #"{"a": {"b": 1}, "a.b": 2}"#, "gives 'a.b' twice"),
    (.json, #"{"": 1}"#, "whose name is empty"),
    (.json, "[1]", "it is no object"), (.json, "", "is not valid JSON"),
    (.json, #"{"note": "none"}"#, "holds no number"),
    (.json, "{\"a\": 1}\n{\"a\": 2}", "something follows the end"),
    (.json, "{\"\(String(repeating: "x", count: 300))\": 1}", "more than 256 bytes"),
    (.yaml, "auc: .nan", "gives 'auc' as .nan, which is no finite number"),
    (.yaml, "auc: -.inf", "gives 'auc' as -.inf"),
    (.yaml, "auc: 1\nauc: 2", "is not valid YAML: line 2, column 1"),
    (.yaml, "- 1", "it is a list"), (.yaml, "", "it is null"),
    (.yaml, "a: &a {x: 1}\nb: *b", "is not valid YAML"),
    (.csv, "auc\nnan\n", "gives 'auc' as nan"), (.csv, "auc\n-Infinity\n", "gives 'auc' as"),
    (.csv, "auc\n1\n2\n", "it has 2 rows of values, where one is expected"),
    (.csv, "auc,loss\n1\n", "a row has 1 fields, the header 2"),
    (.csv, "auc,auc\n1,2\n", "gives 'auc' twice"), (.csv, "", "holds no number"),
    (.csv, "a\n\"1\n", "a quote is never closed"), (.csv, "a\n\"1\"2\n", "something follows"),
    (.csv, "a\n1\"\n", "a quote inside"), (.csv, "a\r1\n", "something follows a field"),
  ]

  @Test(arguments: refused) func refuses(_ format: MetricsFormat, _ text: String, _ words: String) {
    #expect {
      try format.metrics(in: Array(text.utf8))
    } throws: { error in
      "\(error)".contains(words)
    }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    for format in MetricsFormat.allCases {
      #expect(throws: MetricsError.self) { try format.metrics(in: [0x61, 0xff, 0x0a, 0x31]) }
    }
  }

  @Test func aMillionNamesAreTooMany() {
    let text = "{" + (0..<1_000_000).map { "\"k\($0)\":1" }.joined(separator: ",") + "}"
    #expect(throws: MetricsError.tooLarge(text.utf8.count)) {
      try MetricsFormat.json.metrics(in: Array(text.utf8))
    }
  }

  @Test func namesThatOnlyLookTheSameAreTwo() throws {
    #expect(try read(.json, "{\"\u{e9}\": 1, \"e\u{301}\": 2}").count == 2)
  }

  @Test func fileNamesSayTheFormat() {
    #expect(MetricsFormat(fileName: "eval/metrics.JSON") == .json)
    #expect(MetricsFormat(fileName: "m.yml") == .yaml)
    for name in ["metrics", "metrics.txt", "json", "metrics.json.gz", ""] {
      #expect(MetricsFormat(fileName: name) == nil)
    }
  }

  @Test func jsonKeepsTheLiteral() {
    let metrics = [("a", "1.0", 1.0), ("b", "+.5", 0.5)].compactMap {
      Metric(name: $0.0, literal: $0.1, value: $0.2)
    }
    #expect(metrics.json.text() == #"{"a":1.0,"b":0.5}"#)
  }
}
