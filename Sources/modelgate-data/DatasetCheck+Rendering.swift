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
    lines += differences.map { "  \($0.text)" } + errors.map { "  error    \($0.message)" }
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSONValue {
    [
      "dataset": .string(dataset.path.description),
      "manifest": .string(dataset.manifest.description), "format": .string(dataset.format),
      "verdict": .string(verdict.rawValue), "digest": JSONValue(digest?.description),
      "files": .integer(fileCount), "bytes": .integer(byteCount),
      "collisionResistant": .bool(
        dataset.gap == nil && dataset.record?.isCollisionResistant ?? false),
      "differences": .array(differences.map(\.json)),
      "errors": .array(errors.map { .string($0.message) }),
    ]
  }

  /// Whether what is here is as recorded, and something is not here.
  private var isIncomplete: Bool {
    shape != .absent && !differences.isEmpty && differences.allSatisfy { $0.kind == .missing }
  }

  /// What to type to accept the data as it is, or to get the recorded data back.
  func hint(in repository: RepositoryFolder) -> String? {
    let path = repository.typed(dataset.path)
    let manifest = repository.typed(dataset.manifest)
    if case .none = dataset.coverage, dataset.format == "annex" {
      return "git annex migrate --backend=SHA256E -- \(path) && git commit"
    }
    // What checks data out needs the list as well.
    let isListMissing = differences.contains { $0.kind == .irregular(DVCObjects.linkWithoutList) }
    return switch (dataset.format, shape) {
    case ("dvc", _) where isListMissing: "dvc fetch \(manifest)"
    case ("dvc.lock", _) where isListMissing: "dvc fetch \(path)"
    case ("dvc", .absent): "dvc pull \(manifest)"
    case ("dvc", _): "dvc checkout \(manifest)"
    case ("dvc.lock", .absent): "dvc pull \(path)"
    case ("dvc.lock", _): "dvc checkout \(path)"
    case ("lfs", _) where dataset.record == nil: "modelgate data track \(path)"
    case ("lfs", _) where isIncomplete: "git lfs pull --include=\(path)"
    case ("lfs", _): "git restore -- \(path)"
    case ("annex", .absent): "git annex get -- \(path)"
    case ("annex", _): "git annex fsck -- \(path)"
    case (_, .absent): nil
    default: "modelgate data track \(path)"
    }
  }
}

extension DatasetDifference {
  fileprivate var text: String {
    let place = path.map { "\($0)" } ?? "the dataset"
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
