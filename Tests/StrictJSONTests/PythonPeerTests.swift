// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import TestSupport
import Testing

/// Python's `json` module as the oracle.
@Suite(.enabled(if: PythonPeer.isInstalled, "needs the Python peer"))
struct PythonPeerTests {
  @Test func pythonReadsWhatWeWrite() async throws {
    var generator = SeededGenerator(seed: 1)
    let values = (0..<300).map { _ in JSONValue.random(depth: 4, using: &generator) }
    let script = """
      import json, sys
      for line in sys.stdin.buffer.read().split(b"\\n")[:-1]:
          canonical, pretty = (json.loads(text) for text in json.loads(line))
          assert canonical == pretty
          print(json.dumps(canonical, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
      """
    let lines = values.flatMap { value in
      ([.string(value.text(.canonical)), .string(value.text(.pretty))] as JSONValue).encoded()
        + Array("\n".utf8)
    }
    let output = try await PythonPeer.run(script, input: lines)
    let expected = values.map { $0.text(.canonical) }
    // Control characters beyond U+001F separate lines for Swift but not here.
    #expect(output.utf8.split(separator: 0x0a).map { String($0) ?? "" } == expected)
  }

  @Test func weReadWhatPythonWrites() async throws {
    var generator = SeededGenerator(seed: 2)
    let values = (0..<300).map { _ in JSONValue.random(depth: 4, using: &generator) }
    let script = """
      import json, sys
      values = json.load(sys.stdin)
      print(json.dumps(values))
      print(json.dumps(values, ensure_ascii=False, indent="\\t").replace("\\n", "\\r"))
      """
    let output = try await PythonPeer.run(script, input: JSONValue.array(values).encoded())
    let texts = output.utf8.split(separator: 0x0a)
    #expect(texts.count == 2)
    for text in texts { #expect(try JSONValue.parse(Array(text)) == .array(values)) }
  }

  @Test func whatPythonRefusesWeRefuse() async throws {
    var generator = SeededGenerator(seed: 3)
    let texts = (0..<2000).map { _ in
      generator.mutated(JSONValue.random(depth: 3, using: &generator).encoded())
    }
    let script = """
      import json, sys
      for line in sys.stdin:
          try:
              value = json.loads(bytes.fromhex(line).decode("utf-8"), parse_float=str, parse_int=str)
              print(json.dumps(value, sort_keys=True, separators=(",", ":")))
          except ValueError:
              print("refused")
      """
    let input = texts.map { $0.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    let output = try await PythonPeer.run(script, input: Array(input.joined(separator: "\n").utf8))
    let answers = output.split(separator: "\n")
    #expect(answers.count == texts.count)
    for (text, answer) in zip(texts, answers) {
      guard let value = try? JSONValue.parse(text) else { continue }
      let theirs = try JSONValue.parse(Array(answer.utf8))
      #expect(value.numbersAsStrings == theirs, "\(String(decoding: text, as: UTF8.self))")
    }
  }
}

extension JSONValue {
  fileprivate static func random(
    depth: Int, using generator: inout SeededGenerator
  ) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
    case 3: return .string(text(using: &generator))
    case 4:
      return .array(
        (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
          random(depth: depth - 1, using: &generator)
        })
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0..<12, using: &generator) {
        object[text(using: &generator)] = random(depth: depth - 1, using: &generator)
      }
      return .object(object)
    }
  }

  private static func text(using generator: inout SeededGenerator) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x1f, 0x20...0x7f, 0x80...0x7ff, 0x300...0x303, 0xe000...0xffff, 0x10000...0x10ffff,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<6, using: &generator) {
      let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
      let code = UInt32.random(in: range, using: &generator)
      if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  fileprivate var numbersAsStrings: JSONValue {
    switch self {
    case .number(let number): .string(number.literal)
    case .array(let values): .array(values.map(\.numbersAsStrings))
    case .object(let object):
      JSONObject(object.map { ($0.name, $0.value.numbersAsStrings) }).map(JSONValue.object) ?? .null
    default: self
    }
  }
}
