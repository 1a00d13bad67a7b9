// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import TestSupport
import Testing
import YAML

/// Documents as DVC and its users write them must mean to us what they mean to DVC's own reader,
/// ruamel.yaml in its YAML 1.2 mode.
@Suite struct YAMLPeerTests {
  static let documents = [
    "outs:\n- md5: a1b2c3.dir\n  size: 12\n  nfiles: 3\n  hash: md5\n  path: raw\n",
    "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    deps:\n    - path: a.py\n"
      + "      md5: '01234567890123456789012345678901'\n      size: 0\n    params:\n"
      + "      params.yaml:\n        lr: 1e-3\n        n: 0o17\n        on: true\n        x: .5\n",
    "stages:\n  t:\n    foreach: [a, b]\n    do:\n      cmd: echo ${item}\n      outs: [{x: {cache: false}}]\n",
    "a: &base {x: 1, y: [1, 2]}\nb: {<<: *base, x: 2}\nc: *base\n",
    "text: |\n  one\n   two\n\nfold: >-\n  one\n  two\n\n  three\nplain: a\n  b\n",
    "\"caf\\u00e9\": \"tab\\t\"\n日本: 'it''s'\n? long key\n: - - 1\n    - 2\n  - {}\n  - []\n",
    "[yes, no, on, off, 0777, 12:30, 2026-01-02, null, ~, True, FALSE, +1, -0, 0x1F, 1., e]",
    "deps:\n- path: s3://bucket/key\n  etag: '\"5f\"'\n  files: []\nfrozen: true\nwdir: ..\n",
    "# nothing but a comment\n", "--- !!str 12\n...\n", "\u{feff}a: 1\r\nb: [1,\r\n 2]\r\n",
  ]

  @Test(.enabled("needs the peer ruamel.yaml") { await PythonPeer.has("ruamel.yaml") })
  func meansWhatDVCReads() async throws {
    let cases = try Self.documents.map { text -> JSONValue in
      ["yaml": .string(text), "ours": json(try yaml(text))]
    }
    let differences = try await PythonPeer.run(
      """
      import json, sys, datetime
      from ruamel.yaml import YAML
      for case in json.load(sys.stdin):
          theirs = YAML(typ='safe', pure=True).load(case['yaml'])
          plain = json.loads(json.dumps(theirs, default=lambda date: date.isoformat()))
          if plain != case['ours']:
              print(case['yaml'], plain, case['ours'])
      """, input: JSONValue.array(cases).text())
    #expect(differences == "")
  }

  @Test(.enabled("needs the peer yaml") { await PythonPeer.has("yaml") })
  func refusesWhatPyYAMLCannotParse() async throws {
    let texts = [
      "a: b: c", "a: [", "{a: 1", "\"x", "- a\nb: 1", "a:\n\t- b", "@a", "a: `b`", "%FOO", "&a",
      "a: 1\n b: 2",
      "'\\", "\"\\q\"", "? ? ? a\nb", "- - -", "!<x", "[a]]", "a: *", "--- a\n--- b", "\u{1}",
    ]
    let refused = try await PythonPeer.run(
      """
      import json, sys, yaml
      def refused(text):
          try: yaml.compose(text); return False
          except yaml.YAMLError: return True
      print(json.dumps([refused(text) for text in json.load(sys.stdin)]))
      """, input: JSONValue.array(texts.map(JSONValue.string)).text())
    for (text, theirs) in zip(texts, try JSONValue.parse(Array(refused.utf8)).array ?? []) {
      #expect((yamlError(text) != nil) == theirs.bool, "\(text)")
    }
  }

  private func json(_ node: YAMLNode) -> JSONValue {
    switch node.value {
    case .sequence(let items): return .array(items.map(json))
    case .mapping(let pairs):
      return .object(JSONObject(pairs.map { ($0.key.text ?? "", json($0.value)) }) ?? [:])
    case .scalar(let text, _):
      if node.isNull { return nil }
      if let bool = node.bool { return .bool(bool) }
      if let integer = node.integer { return .integer(integer) }
      if let number = node.double.flatMap(JSONNumber.init) { return .number(number) }
      return .string(text)
    }
  }
}
