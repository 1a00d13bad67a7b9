// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Metrics
import StrictJSON
import ToolSupport
import Training

extension BuildResult {
  /// For people.
  var text: String {
    let data = datasets.map { "data \($0.name): \($0.digest)\n" }.joined()
    return """
      model: \(model.printable)
      digest: \(file)
      payload: \(payload)
      stamp: \(stampPlacement)
      attestation: \(attestation.printable)
      bundle: \(bundle.printable)
      public key: \(publicKey?.printable ?? "that of the key that signed")
      commit: \(commit)
      \(data)\(metricLines)ledger: \(ledger)
      log: \(log.printable)

      """
  }

  private var metricLines: String {
    metrics.map { "metric \(PrintableText.escape($0.name)): \($0.literal)\n" }.joined()
  }

  /// For programs.
  var json: JSONValue {
    var data = JSONObject()
    for dataset in datasets { data[dataset.name] = .string(dataset.digest.description) }
    return [
      "tool": "modelgate-build", "version": .string(Version.current),
      "build": .string(invocation), "model": .string(model.printable),
      "digest": .string(file.description), "payload": .string(payload.description),
      "attestation": .string(attestation.printable), "bundle": .string(bundle.printable),
      "publicKey": publicKey.map { .string($0.printable) } ?? .null,
      "commit": .string(commit.description),
      "data": .object(data), "metrics": metrics.json, "ledger": .string(ledger.description),
      "log": .string(log.printable),
    ]
  }
}
