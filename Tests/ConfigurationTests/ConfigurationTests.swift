// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Testing

@testable import Configuration

/// The error that a text must have; nil when there is none.
func configurationError(_ text: String, rules: [String]? = nil) -> ConfigurationError? {
  do {
    _ = try Configuration(parsing: Array(text.utf8), rules: rules)
    return nil
  } catch {
    return error
  }
}

/// A text that uses every key.
let everything = """
  version: 1
  data:
    churn: { path: data/churn, manifest: data/churn.sha256 }
    raw-2024:
      path: raw.csv
  pipelines:
    churn:
      run: [python3, train.py, --epochs, 3, --out, "$MODELGATE_OUTPUT/m.onnx"]
      data: [churn]
      dependencies: [requirements.lock]
      model: m.onnx
      metrics: metrics.json
      allow: { read: [/usr/share/dict], network: true }
  gate:
    rules: { worktree/untracked: warn, history/shallow: off }
    protect: [main, "release/*"]
    waivers:
      - { rule: data/unversioned, path: "old/**", reason: moving, expires: 2026-12-31 }
  expect:
    metrics: { auc: ">= 0.80" }
    profile: { default: { psi: 0.2 }, age: { mean: "30..50" } }
  trust:
    signers: .modelgate/allowed_signers
  """

@Suite struct ConfigurationTests {
  @Test func readsEverything() throws {
    let configuration = try Configuration(parsing: Array(everything.utf8))
    #expect(configuration.data.map(\.name) == ["churn", "raw-2024"])
    #expect(configuration.dataset("churn")?.manifest?.path == RelativePath("data/churn.sha256"))
    #expect(configuration.dataset("raw-2024")?.variable == "MODELGATE_DATA_RAW_2024")
    let pipeline = try #require(configuration.pipeline("churn"))
    #expect(
      pipeline.run == [
        "python3", "train.py", "--epochs", "3", "--out", "$MODELGATE_OUTPUT/m.onnx",
      ])
    #expect(pipeline.data == ["churn"])
    #expect(pipeline.dependencies.map(\.path) == [RelativePath("requirements.lock")])
    #expect(pipeline.metrics == RelativePath("metrics.json"))
    #expect(pipeline.allow == Pipeline.Allowance(read: ["/usr/share/dict"], network: true))
    #expect(configuration.gate.levels == ["worktree/untracked": .warn, "history/shallow": .off])
    #expect(configuration.gate.protect.map(\.description) == ["main", "release/*"])
    #expect(configuration.expect.metrics.first?.bound.holds(for: 0.8) == true)
    #expect(configuration.expect.profile.last?.limits.first?.bound.holds(for: 51) == false)
    #expect(
      configuration.trust.signers?.path == RelativePath(".modelgate/allowed_signers"))
  }

  @Test func remembersWhereThingsStand() throws {
    let configuration = try Configuration(parsing: Array(everything.utf8))
    let name = Configuration.fileName
    #expect(configuration.pipelines[0].location == Location(name, line: 7, column: 3))
    #expect(
      configuration.data[0].manifest?.location == Location(name, line: 3, column: 40))
    #expect(configuration.gate.waivers[0].location == Location(name, line: 18, column: 7))
    #expect(configuration.gate.rules[1].location == Location(name, line: 15, column: 38))
  }

  @Test(arguments: [
    "version: 1", "version: 1\ndata:\n", "version: 1\ngate:\n  rules:\n",
    "version: 1\npipelines: {a: {run: [x], model: m, allow: }}",
  ])
  func takesWhatIsLeftOut(_ text: String) throws {
    #expect(configurationError(text)?.message == nil)
  }

  @Test func saysEverythingThatIsWrong() throws {
    let error = try #require(
      configurationError(
        """
        version: 1
        piplines: {}
        data:
          churn: { path: ../churn }
        """))
    #expect(error.status == .badConfiguration)
    #expect(
      error.message == """
        'modelgate.yaml' has 2 problems
        modelgate.yaml:2:1: unknown key 'piplines' in the configuration; did you mean 'pipelines'?
            2 | piplines: {}
              | ^
        modelgate.yaml:4:18: 'path' of dataset 'churn' '../churn' is not a path below the root; \
        absolute paths and '..' are refused
            4 |   churn: { path: ../churn }
              |                  ^
        """)
  }

  @Test func reportsProblemsInTheOrderOfTheFile() throws {
    let text = "version: 1\ntrust: 1\ngate: 2\nexpect: 3\npipelines: 4\ndata: 5\n"
    let error = try #require(configurationError(text))
    #expect(error.problems.map(\.location.line) == [2, 3, 4, 5, 6])
  }

  @Test func countsWhatItDoesNotShow() throws {
    let keys = (0..<200).map { "key\($0): 1\n" }.joined()
    let message = try #require(configurationError("version: 1\n" + keys)).message
    #expect(message.hasSuffix("\nand 150 more"))
  }

  @Test func templateIsAConfiguration() throws {
    #expect(configurationError(ConfigurationTemplate.text)?.message == nil)
    #expect(configurationError(ConfigurationTemplate.uncommented)?.message == nil)
    let configuration = try Configuration(parsing: Array(ConfigurationTemplate.uncommented.utf8))
    #expect(configuration.pipelines.count == 1 && configuration.gate.waivers.count == 1)
    #expect(configuration.data.count == 1 && configuration.trust.signers != nil)
    #expect(configuration.expect.metrics.count == 1 && configuration.expect.profile.count == 1)
  }
}
