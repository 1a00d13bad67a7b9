// SPDX-License-Identifier: Apache-2.0

public import Digests

/// One record of the ledger: a signed attestation, and what it can be found by.
public struct LedgerEntry: Equatable, Sendable {
  /// The attestation, byte for byte as it stands in `MODEL.intoto.jsonl`.
  public var attestation: [UInt8]
  /// Digests of the model: of the file, and of its payload.
  public var models: [Digest]
  /// The commit that was built.
  public var commit: ObjectID
  /// Dataset digests.
  public var datasets: [Digest]
  /// What the ledger's own commit says in its first line.
  public var summary: String

  /// Makes a record.
  public init(
    attestation: [UInt8], models: [Digest], commit: ObjectID, datasets: [Digest], summary: String
  ) {
    self.attestation = attestation
    self.models = models
    self.commit = commit
    self.datasets = datasets
    self.summary = summary
  }

  /// The entry's name: SHA-256 of the attestation's bytes.
  public var id: Digest { .of(attestation) }
}
