// SPDX-License-Identifier: Apache-2.0

import Digests
import Findings
public import StrictJSON

/// A build as in-toto's layouts of version 0.9 know steps: what went in, what came out, by which
/// command.
///
/// Source: in-toto/docs, in-toto-spec.md, section 4.4. The step has the name of the pipeline.
/// Datasets stand among the materials by their names, with the SHA-256 of their manifest.
public struct InTotoLink: Hashable, Sendable {
  private let build: BuildProvenance

  /// Describes a build.
  public init(_ build: BuildProvenance) { self.build = build }

  /// The file name under which `in-toto-verify` looks for the link of a key.
  ///
  /// The pipeline's name is that of the attestation, so that one which leads to another folder is
  /// refused.
  public func fileName(signedWith key: VerificationKey) throws(AttestationError) -> String {
    guard !build.pipeline.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 }) else {
      throw .malformed(
        "link", reason: "the pipeline '\(PrintableText.escape(build.pipeline))' names no file")
    }
    return "\(build.pipeline).\(key.keyID.prefix(8)).link"
  }

  /// The link as JSON.
  public var json: JSONValue {
    var materials: JSONObject = [
      "source": [
        "gitCommit": .string(build.source.commit.description),
        "gitTree": .string(build.source.tree.description),
      ]
    ]
    for dataset in build.datasets {
      materials["data/\(dataset.name)"] = ["sha256": .string(dataset.digest.hex)]
    }
    for file in build.dependencies { materials[file.path] = ["sha256": .string(file.digest.hex)] }
    return [
      "_type": "link", "name": .string(build.pipeline),
      "command": .array(build.command.map(JSONValue.string)),
      "materials": .object(materials),
      "products": .object([build.model.name: ["sha256": .string(build.model.file.hex)]]),
      "byproducts": ["return-value": .integer(0)], "environment": .object([:]),
    ]
  }

  /// The link in a DSSE envelope.
  public func signed(with key: SigningKey) throws(AttestationError) -> Envelope {
    try Envelope.signing(payload: json.encoded(.compact), with: key)
  }
}
