// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import TestSupport
import Testing

@testable import Configuration

/// The schema and the parser must say the same of every shape.
@Suite struct ConfigurationSchemaTests {
  /// Texts with one thing changed, by whether they are right.
  static let texts = [
    everything, "version: 1", ConfigurationTemplate.text, ConfigurationTemplate.uncommented,
    "version: 1\ndata:\n", "{}", "version: 2", "version: '1'", "[]", "version: 1\nfoo: 1",
    "version: 1\ndata: {a b: {path: x}}", "version: 1\ndata: {a: {}}",
    "version: 1\ndata: {a: {path: 3}}", "version: 1\ndata: {a: {path: a/../b}}",
    "version: 1\ndata: {a: {path: ./a}}", "version: 1\ndata: {a: {path: a/}}",
    "version: 1\ndata: {a: {path: /a}}", "version: 1\ndata: {a: {path: ..a/.b/...}}",
    "version: 1\ndata: {a: {path: a//b}}", "version: 1\ndata: {a: {path: x, manifst: y}}",
    "version: 1\npipelines: {a: {run: [x], model: m}}",
    "version: 1\npipelines: {a: {run: [x, 1, 2.5, true], model: m}}",
    "version: 1\npipelines: {a: {run: [x, ''], model: m}}",
    "version: 1\npipelines: {a: {run: [x, null], model: m}}",
    "version: 1\npipelines: {a: {run: [], model: m}}",
    "version: 1\npipelines: {a: {run: x, model: m}}", "version: 1\npipelines: {a: {run: [x]}}",
    "version: 1\npipelines: {a: {run: [x], model: m, allow: {network: 'no'}}}",
    "version: 1\npipelines: {a: {run: [x], model: m, allow: {write: [x]}}}",
    "version: 1\ngate: {rules: {a: warn, b: off}}", "version: 1\ngate: {rules: {a: warning}}",
    "version: 1\ngate: {protect: main}", "version: 1\ngate: {protect: [1]}",
    "version: 1\ngate: {waivers: [{rule: a, path: b, reason: c}]}",
    "version: 1\ngate: {waivers: [{rule: a, path: b, reason: '', expires: '2026-01-01'}]}",
    "version: 1\ngate: {waivers: [{rule: a, path: b, reason: c, expires: '2026-13-01'}]}",
    "version: 1\nexpect: {metrics: {a: '>= 1', b: '0..1', c: '< -1e-3', d: '== .5'}}",
    "version: 1\nexpect: {metrics: {a: '=> 1'}}", "version: 1\nexpect: {metrics: {a: 1}}",
    "version: 1\nexpect: {profile: {a: {psi: 1, b: '< 2'}}}",
    "version: 1\nexpect: {profile: {a: {psi: x}}}", "version: 1\nexpect: {profile: {a: 1}}",
    "version: 1\ntrust: {signers: a/b}", "version: 1\ntrust: {signers: ''}",
    "version: 1\ntrust: {gpg: a.asc, signers: b}", "version: 1\ntrust: {gpg: 3}",
  ]

  @Test(
    .enabled("needs the peers jsonschema, ruamel.yaml") {
      await PythonPeer.has("jsonschema, ruamel.yaml")
    })
  func agreesWithTheParser() async throws {
    let input: JSONValue = [
      "schema": .string(ConfigurationSchema.text),
      "texts": .array(Self.texts.map(JSONValue.string)),
    ]
    // Days stay texts: JSON, and editors, know no others.
    let output = try await PythonPeer.run(
      """
      import json, sys
      from jsonschema import Draft202012Validator
      from ruamel.yaml import YAML
      given = json.load(sys.stdin)
      schema = json.loads(given['schema'])
      Draft202012Validator.check_schema(schema)
      validator = Draft202012Validator(schema)
      yaml = YAML(typ='safe', pure=True)
      def plain(text):
          return json.loads(json.dumps(yaml.load(text), default=lambda day: day.isoformat()))
      print(json.dumps([validator.is_valid(plain(text)) for text in given['texts']]))
      """, input: input.text())
    let verdicts = try #require(try JSONValue.parse(Array(output.utf8)).array)
    #expect(verdicts.count == Self.texts.count)
    for (text, verdict) in zip(Self.texts, verdicts) {
      let error = configurationError(text)
      #expect((error == nil) == verdict.bool, "\(text)\n\(error?.message ?? "")")
    }
  }

  @Test func isStrictJSON() throws {
    let schema = try JSONValue.parse(Array(ConfigurationSchema.text.utf8))
    #expect(schema["properties"]?["version"]?["const"]?.integer == Configuration.version)
  }
}
