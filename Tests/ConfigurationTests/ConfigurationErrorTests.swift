// SPDX-License-Identifier: Apache-2.0

import Configuration
import Findings
import TestSupport
import Testing

@Suite struct ConfigurationErrorTests {
  @Test(
    arguments: [
      ("data: {}", "the configuration lacks the key 'version'"),
      ("version: 2", "version 2 is not understood; this modelgate reads version 1"),
      ("version: '1'", "'version' must be an integer, not a string"),
      ("[]", "the configuration must be a mapping, not a list"),
      ("version: 1\nversion: 1", "key 'version' stands twice, first in line 1"),
      ("version: 1\nzzz: 1", "unknown key 'zzz' in the configuration; its keys are version, data,"),
      ("version: 1\ndata: [a]", "'data' must be a mapping, not a list"),
      ("version: 1\ndata: {a b: {path: x}}", "'a b' can't name a dataset"),
      ("version: 1\ndata: {.a: {path: x}}", "'.a' can't name a dataset"),
      ("version: 1\ndata: {a: {}}", "dataset 'a' lacks the key 'path'"),
      (
        "version: 1\ndata: {a: {path: 3}}", "'path' of dataset 'a' must be a string, not an integer"
      ),
      ("version: 1\ndata: {a: {path: ./x/}}", "'path' of dataset 'a' './x/' is better written 'x'"),
      ("version: 1\ndata: {a: {path: /x}}", "'/x' is not a path below the root"),
      ("version: 1\ndata: {a: {path: x, manifest: x}}", "dataset 'a' can't be its own manifest"),
      ("version: 1\ndata: {a: {path: x, manifst: y}}", "did you mean 'manifest'?"),
      ("version: 1\npipelines: {a: {model: m}}", "pipeline 'a' lacks the key 'run'"),
      ("version: 1\npipelines: {a: {run: [x]}}", "pipeline 'a' lacks the key 'model'"),
      ("version: 1\npipelines: {a: {run: [], model: m}}", "'run' of pipeline 'a' names no program"),
      ("version: 1\npipelines: {a: {run: x y, model: m}}", "must be a list of words"),
      ("version: 1\npipelines: {a: {run: [[x]], model: m}}", "must be a string, not a list"),
      ("version: 1\npipelines: {a: {run: [x], model: m, metrics: m}}", "to one file"),
      (
        "version: 1\npipelines: {a: {run: [x], model: m, data: [b]}}",
        "which 'data' does not declare"
      ),
      (
        "version: 1\ndata: {b: {path: b}}\npipelines: {a: {run: [x], model: m, data: [b, b]}}",
        "pipeline 'a' lists 'b' twice"
      ),
      (
        "version: 1\ndata: {b-c: {path: b}, b.c: {path: c}}\n"
          + "pipelines: {a: {run: [x], model: m, data: [b-c, b.c]}}",
        "'b-c' and 'b.c' would both be MODELGATE_DATA_B_C; rename one"
      ),
      (
        "version: 1\npipelines: {a: {run: [x, $MODELGATE_OUPUT], model: m}}",
        "unknown variable 'MODELGATE_OUPUT'; did you mean 'MODELGATE_OUTPUT'?"
      ),
      (
        "version: 1\ndata: {b: {path: b}}\npipelines: {a: {run: [$MODELGATE_DATA_B], model: m}}",
        "unknown variable 'MODELGATE_DATA_B'"
      ),
      ("version: 1\npipelines: {a: {run: [x], model: m, allow: {network: yes}}}", "true or false"),
      (
        "version: 1\npipelines: {a: {run: [x], model: m, allow: {read: [../x]}}}",
        "not a plain path"
      ),
      ("version: 1\ngate: {rules: {a: fatal}}", "the level of 'a' must be one of error, warn, off"),
      ("version: 1\ngate: {protect: main}", "'protect' must be a list, not a string"),
      ("version: 1\ngate: {protect: ['a[']}", "'a[' is no pattern: a '[' is not closed with ']'"),
      (
        "version: 1\ngate: {waivers: [{rule: a}]}",
        "the waiver needs one of the keys 'path', 'commit' and 'ref'"
      ),
      (
        "version: 1\ngate: {waivers: [{rule: a, path: b, ref: c, reason: d, expires: 2026-02-03}]}",
        "the waiver needs one of the keys 'path', 'commit' and 'ref'"
      ),
      (
        "version: 1\ngate: {waivers: [{rule: a, commit: abc, reason: d, expires: 2026-02-03}]}",
        "'commit' of the waiver must be a whole id, 40 hexadecimal digits, not 'abc'"
      ),
      (
        "version: 1\ngate: {waivers: [{rule: a, path: b, reason: c, expires: 2026-02-30}]}",
        "must be a day as YYYY-MM-DD, not '2026-02-30'"
      ),
      ("version: 1\nexpect: {metrics: {auc: 0.8}}", "'0.8' is no bound"),
      ("version: 1\nexpect: {profile: {default: {psi: .nan}}}", "a limit must be finite"),
      ("version: 1\nexpect: {profile: {default: 1}}", "'default' in 'profile' must be a mapping"),
      ("version: 1\ntrust: {signers: [a]}", "'signers' must be a string, not a list"),
    ])
  func names(_ text: String, _ problem: String) throws {
    let error = try #require(configurationError(text))
    #expect(error.problems.contains { $0.message.contains(problem) }, "\(error.message)")
  }

  @Test func suggestsTheRuleThatWasMeant() throws {
    let text = "version: 1\ngate: {rules: {worktree/modifed: off}}"
    let error = try #require(configurationError(text, rules: ["worktree/modified"]))
    #expect(error.problems[0].message.contains("did you mean 'worktree/modified'?"))
    #expect(configurationError(text) == nil)
  }

  @Test func advisesQuotesForBounds() throws {
    let error = try #require(configurationError("version: 1\nexpect:\n  metrics:\n    a: >= 1\n"))
    #expect(error.problems[0].location.line == 4)
    #expect(error.hints.first?.contains("in quotes") == true)
  }

  @Test func showsTheListForACommandLine() throws {
    let error = try #require(
      configurationError("version: 1\npipelines: {a: {run: python3 t.py, model: m}}"))
    #expect(error.hints == ["run: [python3, t.py]"])
  }

  @Test func survivesMutations() {
    let seed = Array(everything.utf8)
    var random = SeededGenerator(seed: 1)
    for _ in 0..<4_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = .random(in: 0...255, using: &random)
        case 1: bytes.insert(seed.randomElement(using: &random) ?? 0, at: at)
        default: bytes.removeSubrange(at..<min(at + 5, bytes.count))
        }
      }
      do {
        _ = try Configuration(parsing: bytes)
      } catch {
        #expect(!error.problems.isEmpty && error.message.contains("modelgate.yaml:"))
      }
    }
  }
}
