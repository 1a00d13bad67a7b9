// SPDX-License-Identifier: Apache-2.0

import TOML
import TestSupport
import Testing

/// What is TOML and what is not, with Python's own reader as the judge.
@Suite struct TOMLTests {
  private static let texts = [
    "", "\n# only a comment\r\n", "a = 1\n", "a.b.c = 'x'\na.b.d = \"y\"\n", "\"a b\".'c.d' = true",
    "[a]\nb = 1\n[a.c]\nd = 2\n[[e]]\nf = 1\n[[e]]\nf = 2\n[e.g]\nh = 3\n",
    "[a.b]\nx = 1\n[a]\ny = 2\n", "a = [1, 2, # three\n 3,\n]\nb = [[1], ['x'], {y = 1}]\n",
    "a = {b = 1, c.d = 'x'}\n", "a = \"\"\"\nx\\\n   y \\u00e9\\U0001F600\"\"\"\"\"\n",
    "a = '''\n'x' \\n''\n'''\n", "a = 0x_f\n", "a = 0xdead_beef\nb = 0o17\nc = 0b1_0\n",
    "a = 1_000\nb = -0\nc = +9\nd = 1.5e-3\ne = 1e+3\nf = inf\ng = 3_1.4_1\n", "a = 01\n",
    "a = 1.\n",
    "a = .5\n", "a = 1__0\n", "a = 1 b = 2\n", "a = 1\na = 2\n", "[a]\n[a]\n", "a.b = 1\n[a]\n",
    "[a]\nb.c = 1\n[a.b]\n", "[a]\nb.c = 1\n[a.b.d]\nx = 1\n", "[[a]]\n[a]\n", "a = []\n[[a]]\n",
    "[a.b]\n[a]\nb.c = 1\n", "[[a.b]]\n[a]\nb.c = 1\n", "a = {b = 1,}\n", "a = {\nb = 1}\n",
    "a = {b = 1}\n[a.c]\n", "a = {b = 1}\na.c = 2\n", "a = 'x\n'\n", "a = \"\\q\"\n",
    "a = \"\\ud800\"\n",
    "a = \"\u{1}\"\n", "# \u{7f}\n", "a\n", "= 1\n", "a = \n", "a = [1\n", "[a\n", "[]\n", "[a.]\n",
    "[ a . b ]\n", "a = True\n", "a = \"x\r\"\n", "\u{feff}a = 1\n",
    "a = \"é\\\"\"\n[tool.'x.y']\nz = [ ]\n",
  ]

  @Test(.enabled(if: PythonPeer.isInstalled)) func agreesWithPython() async throws {
    var random = SeededGenerator(seed: 11)
    var texts = Self.texts.map { Array($0.utf8) }
    for _ in 0..<4_000 {
      texts.append(random.mutated(Array(Self.texts.randomElement(using: &random)?.utf8 ?? "".utf8)))
    }
    let lines = texts.map { $0.map(String.init).joined(separator: ",") }.joined(separator: "\n")
    let output = try await PythonPeer.run(
      """
      import sys, tomllib, struct, math
      def show(v):
        if isinstance(v, bool): return str(v).lower()
        if isinstance(v, str): return 's' + v.encode().hex()
        if isinstance(v, int):
          if not -2**63 <= v < 2**63: raise ValueError
          return str(v)
        if isinstance(v, float): return 'nan' if math.isnan(v) else 'f%x' % struct.unpack('>Q', struct.pack('>d', v))[0]
        if isinstance(v, list): return '[' + ' '.join(map(show, v)) + ']'
        if isinstance(v, dict): return '{' + ' '.join(sorted(k.encode().hex() + '=' + show(x) for k, x in v.items())) + '}'
        return 'time'
      for line in sys.stdin.read().split('\\n'):
        try: print(show(tomllib.loads(bytes(int(b) for b in line.split(',') if b).decode())))
        except (ValueError, RecursionError): print('no')
      """, input: lines)
    let said = output.split(separator: "\n").map(String.init)
    #expect(said.count == texts.count)
    for (text, expected) in zip(texts, said) where !Self.mayHoldTime(text) {
      let here = (try? TOMLValue.parse(text)).map(Self.show) ?? "no"
      #expect(here == expected, "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
    #expect(said.count { $0 == "no" } > 200 && said.count { $0 != "no" } > 200)
  }

  /// Python looks days up in a calendar, and keeps what it read as an object.
  private static func mayHoldTime(_ text: [UInt8]) -> Bool {
    String(decoding: text, as: UTF8.self).contains(/\d[-:]\d/)
  }

  private static func show(_ value: TOMLValue) -> String {
    switch value {
    case .string(let text): "s" + hex(text)
    case .integer(let number): String(number)
    case .float(let number):
      number.isNaN ? "nan" : "f" + String(number.bitPattern, radix: 16)
    case .bool(let flag): flag ? "true" : "false"
    case .time: "time"
    case .array(let items): "[\(items.map(show).joined(separator: " "))]"
    case .table(let members):
      "{\(members.map { "\(hex($0.key))=\(show($0.value))" }.sorted().joined(separator: " "))}"
    }
  }

  private static func hex(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test func timesAreKeptAsWritten() throws {
    let value = try TOMLValue.parse(
      Array("a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.5-07:00\nc = 07:32:00\n".utf8))
    #expect(value["a"] == .time("1979-05-27T07:32:00Z"))
    #expect(value["b"] == .time("1979-05-27T07:32:00.5-07:00"))
    #expect(value["c"] == .time("07:32:00"))
    #expect(throws: TOMLError.self) { try TOMLValue.parse(Array("a = 1979-05-27T\n".utf8)) }
  }

  @Test(arguments: ["a = [[[[]]]]", "[a.b.c.d]", "a.b.c.d = 1", "a = {b = {c = {d = 1}}}"])
  func whatIsNestedTooDeeplyIsRefused(_ text: String) throws {
    #expect(throws: TOMLError.self) {
      try TOMLValue.parse(Array(text.utf8), limits: TOMLLimits(depth: 4))
    }
    _ = try TOMLValue.parse(Array(text.utf8))
  }

  @Test func thousandsOfBracketsNeitherTrapNorTakeLong() {
    let deep = "a = " + String(repeating: "[", count: 100_000)
    #expect(throws: TOMLError.self) { try TOMLValue.parse(Array(deep.utf8)) }
    let dotted = "[" + String(repeating: "a.", count: 100_000) + "a]"
    #expect(throws: TOMLError.self) { try TOMLValue.parse(Array(dotted.utf8)) }
  }

  @Test func anErrorHasItsLine() {
    #expect(throws: TOMLError(problem: "'=' is missing behind a key", line: 3)) {
      try TOMLValue.parse(Array("a = 1\n\nb c\n".utf8))
    }
  }
}
