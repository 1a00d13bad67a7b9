// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Audit
import Findings
import Metrics
import StrictJSON
import ToolSupport

/// How audits are printed.
enum AuditFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json

  func render(_ reports: [AuditReport]) -> String {
    switch self {
    case .text: reports.map(\.text).joined(separator: "\n")
    case .json: JSONValue.object(document(reports)).text(.pretty) + "\n"
    }
  }

  private func document(_ reports: [AuditReport]) -> JSONObject {
    [
      "tool": "modelgate-audit", "version": .string(Version.current),
      "models": .array(reports.map(\.json)),
    ]
  }
}

extension AuditReport {
  private var word: String {
    switch status {
    case .passed: "verified"
    case .refused: "not verified"
    default: "could not judge"
    }
  }

  fileprivate var text: String {
    let width = points.map(\.name.count).max() ?? 0
    let lines = points.map { point in
      let padding = String(repeating: " ", count: width - point.name.count)
      return "  \(point.outcome.mark)  \(point.name)\(padding)  \(point.detail)\n"
    }
    return "\(model): \(word)\n" + lines.joined()
  }

  fileprivate var json: JSONValue {
    [
      "model": .string(model), "verdict": .string(word.replacing(" ", with: "-")),
      "points": .array(
        points.map { point in
          [
            "name": .string(point.name), "outcome": .string(point.outcome.rawValue),
            "detail": .string(point.detail), "hints": .array(point.hints.map(JSONValue.string)),
          ]
        }), "metrics": metrics.json,
    ]
  }
}

extension AuditPoint.Outcome {
  /// Words that line up, because colours do not reach everybody.
  fileprivate var mark: String {
    switch self {
    case .proved: "proved"
    case .failed: "FAILED"
    case .unknown: "cannot"
    case .note: "note  "
    }
  }
}
