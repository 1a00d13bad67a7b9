// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Metrics
public import SystemPackage

/// Where everything is after a build.
public struct BuildResult: Sendable {
  /// The folder of this build.
  public var folder: FilePath
  /// The stamped model.
  public var model: FilePath
  /// Whether the stamp is inside the model; else it is in a sidecar.
  public var stampPlacement: String
  /// The signed attestation, one DSSE envelope a line.
  public var attestation: FilePath
  /// The same as a Sigstore bundle.
  public var bundle: FilePath
  /// What the training printed.
  public var log: FilePath
  /// The public key that verifies the attestation; nil when no file holds it.
  public var publicKey: FilePath?
  /// SHA-256 of the stamped model.
  public var file: Digest
  /// SHA-256 of the model whatever its stamp.
  public var payload: Digest
  /// The commit.
  public var commit: ObjectID
  /// Dataset digests by name.
  public var datasets: [(name: String, digest: Digest)]
  /// What the training says of the model, when it was asked to.
  public var metrics: [Metric] = []
  /// The ledger's head, which holds the attestation.
  public var ledger: ObjectID
  /// The name of this run.
  public var invocation: String
}
