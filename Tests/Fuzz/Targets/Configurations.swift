// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

@testable import Configuration

extension FuzzTarget {
  /// `modelgate.yaml`: every problem has a line and a column.
  static let configuration = FuzzTarget(
    "configuration",
    seeds: [
      """
      version: 1
      data:
        churn: { path: data/churn, manifest: data/churn.sha256 }
      pipelines:
        churn:
          run: [python3, train.py, --out, "$MODELGATE_OUTPUT/model.safetensors"]
          data: [churn]
          dependencies: [requirements.lock]
          model: model.safetensors
          metrics: metrics.json
          allow: { read: [], network: false }
      """,
      """
      version: 1
      gate:
        rules: { push/unpushed-data: warn }
        protect: [main, "release/*"]
        waivers:
          - { rule: data/changed, paths: ["a/**"], reason: x, until: 2026-12-31 }
      expect:
        metrics: { auc: ">= 0.80", loss: "0.1..0.2" }
        profile: { default: { psi: 0.2 } }
      trust:
        signers: .modelgate/allowed_signers
      """,
    ]
  ) { bytes in
    do throws(ConfigurationError) {
      _ = try Configuration(parsing: bytes, rules: ["push/unpushed-data", "data/changed"])
    } catch {
      try require(!error.problems.isEmpty, "a refusal names a problem")
      for problem in error.problems {
        try require((problem.location.line ?? 0) >= 1, "every problem has a line")
        try require((problem.location.column ?? 0) >= 1, "every problem has a column")
      }
      try require(
        error.message.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 },
        "no control character reaches the terminal")
    }
  }

  /// Patterns of paths and references: a newline parts the pattern from what it is tried on.
  static let patterns = FuzzTarget(
    "patterns",
    seeds: [
      "data/**/x[a-z]?.csv\ndata/a/b/xq1.csv", "release/*\nrefs/heads/release/1", "*.log/\na.log/b",
    ]
  ) { bytes in
    let parts = bytes.split(separator: 0x0a, maxSplits: 1, omittingEmptySubsequences: false)
    let pattern = String(decoding: parts.first ?? [], as: UTF8.self)
    let subject = Array(parts.dropFirst().first ?? [])
    if let path = RelativePath(bytes: subject), let pattern = PathPattern(pattern) {
      _ = pattern.matches(path)
    }
    _ = RefPattern(pattern)?.matches(String(decoding: subject, as: UTF8.self))
  }

  /// The small languages inside of values: bounds, days and variables.
  static let words = FuzzTarget(
    "words", seeds: [">= 0.80", "0.1..0.2", "2026-12-31", "$MODELGATE_OUTPUT/${SEED}/$$x"]
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    if let bound = MetricBound(text) {
      try require(!bound.holds(for: .nan), "no bound takes what is no number")
    }
    if let day = CalendarDay(text) {
      try require(day.description == text, "a day is written as it is read")
    }
    let variables = ["MODELGATE_OUTPUT": Array("/out".utf8), "SEED": Array("1".utf8)]
    _ = try read { try VariableExpansion.expand(text, variables: variables) }
  }
}
