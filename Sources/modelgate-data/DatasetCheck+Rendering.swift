// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import StrictJSON
import ToolSupport

extension DatasetCheck {
  private var word: String {
    switch verdict {
    case .passed: "ok"
    case .refused: "refused"
    case .couldNotJudge: "error"
    }
  }

  /// One line for the dataset, and one for everything in which it differs.
  var text: String {
    var lines = ["\(word)  \(dataset.path)  \(dataset.format)  \(amount(fileCount, byteCount))"]
    if let digest { lines[0] += "  \(digest)" }
    if let gap = dataset.gap { lines.append("  not covered: \(gap)") }
    let twins = NameTwins(differences.compactMap(\.path))
    lines += differences.map { "  \($0.text(twins))" }
    lines += errors.map { "  error    \($0.message)" }
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSONValue {
    [
      "dataset": .string(dataset.path.description),
      "manifest": .string(dataset.manifest.description), "format": .string(dataset.format),
      "verdict": .string(verdict.rawValue), "digest": JSONValue(digest?.description),
      "files": .integer(fileCount), "bytes": .integer(byteCount),
      "collisionResistant": .bool(dataset.isCollisionResistant),
      "differences": .array(differences.map(\.json)),
      "errors": .array(errors.map { .string($0.message) }),
    ]
  }
}

extension DatasetDifference {
  fileprivate func text(_ twins: NameTwins) -> String {
    let place = path.map(twins.written) ?? "the dataset"
    return switch kind {
    case .missing: "missing  \(place)"
    case .extra: "extra    \(place)"
    case .changed(let recorded, let actual):
      "changed  \(place)  recorded \(recorded)  here \(actual)"
    case .irregular(let what): "refused  \(place)  \(what)"
    }
  }

  fileprivate var json: JSONValue {
    var fields: JSONObject = ["kind": .string(word), "path": JSONValue(path?.description)]
    switch kind {
    case .changed(let recorded, let actual):
      fields["recorded"] = .string(recorded)
      fields["actual"] = .string(actual)
    case .irregular(let what): fields["what"] = .string(what)
    case .missing, .extra: break
    }
    return .object(fields)
  }

  private var word: String {
    switch kind {
    case .missing: "missing"
    case .extra: "extra"
    case .changed: "changed"
    case .irregular: "irregular"
    }
  }
}
