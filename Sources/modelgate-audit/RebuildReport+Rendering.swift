// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import StrictJSON
import ToolSupport
import Training

extension RebuildReport {
  /// For people.
  func text(of model: String) -> String {
    let lines = result.differences.map { "  \($0)\n" }.joined()
    let kept = output.map { "rebuilt: \($0.printable)\n" } ?? ""
    return """
      \(model): \(result.outcome.words)
      \(lines)payload: \(result.model.payload)
      rebuilt payload: \(result.rebuilt)
      \(kept)commit: \(result.source.commit)
      signed by: \(keyID)
      ledger: \(ledger)

      """
  }

  /// For programs.
  func json(of model: String) -> JSONValue {
    [
      "tool": "modelgate-audit", "version": .string(Version.current), "model": .string(model),
      "outcome": .string(result.outcome.name),
      "differences": .array(result.differences.map(JSONValue.string)),
      "payload": .string(result.model.payload.description),
      "rebuiltPayload": .string(result.rebuilt.description),
      "rebuilt": output.map { .string($0.printable) } ?? .null,
      "commit": .string(result.source.commit.description), "keyId": .string(keyID),
      "ledger": .string(ledger.description),
    ]
  }
}

extension RebuildResult.Outcome {
  fileprivate var words: String {
    switch self {
    case .identical: "built again, the same byte for byte"
    case .close: "built again, within the tolerance but not the same"
    case .different: "built again and came out different"
    }
  }

  fileprivate var name: String {
    switch self {
    case .identical: "identical"
    case .close: "close"
    case .different: "different"
    }
  }
}
