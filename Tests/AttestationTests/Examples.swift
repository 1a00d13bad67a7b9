// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import StrictJSON

/// Valid values that the tests start from.
enum Examples {
  static let key = SigningKey.generate()
  static let pem = key.pem ?? ""

  static let subject = ResourceDescriptor(
    name: "model.safetensors", digest: DigestSet(.of([1, 2, 3])), annotations: ["format": "é/\n"])

  static let provenance = Provenance(
    buildType: "https://example.org/build/v1",
    externalParameters: ["repository": "https://example.org/r", "ref": "refs/heads/main"],
    internalParameters: ["command": ["python3", "train.py"]],
    resolvedDependencies: [
      ResourceDescriptor(
        name: "source", uri: "git+https://example.org/r@refs/heads/main",
        digest: [
          "gitCommit": "1111111111111111111111111111111111111111",
          "gitTree": "2222222222222222222222222222222222222222",
        ]),
      ResourceDescriptor(
        name: "data/train.csv", digest: DigestSet(.of([4])), content: Array("a,b\n".utf8),
        downloadLocation: "https://example.org/train.csv", mediaType: "text/csv",
        annotations: ["role": "train", "size": 4]),
    ],
    builder: .init(
      id: "https://example.org/builder", version: ["modelgate": "1.0"],
      dependencies: [ResourceDescriptor(uri: "https://example.org/image")]),
    invocationID: "run-1", startedOn: Timestamp("2026-03-01T09:30:00Z"),
    finishedOn: Timestamp("2026-03-01T09:31:00.25+01:00"),
    byproducts: [ResourceDescriptor(name: "metrics.json", digest: DigestSet(.of([5])))])

  static var statement: Statement { provenance.statement(about: [subject]) }

  /// Signs any text as if it were a statement.
  static func signed(_ text: String, type: String = Envelope.statementType) throws
    -> VerifiedPayload
  {
    try Envelope.signing(payload: Array(text.utf8), payloadType: type, with: key)
      .verified(with: key.verificationKey)
  }
}
