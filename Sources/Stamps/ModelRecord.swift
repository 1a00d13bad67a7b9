// SPDX-License-Identifier: Apache-2.0

public import Digests
public import SystemPackage

/// What a model file says of itself, and the digests that name it.
public struct ModelRecord: Hashable, Sendable {
  /// Where a stamp is kept.
  public enum Placement: Hashable, Sendable {
    /// Inside the model file.
    case embedded
    /// In a file of its own beside the model.
    case sidecar(FilePath)
    /// There is no stamp.
    case none
  }

  /// The format's name, for example `safetensors`; `file` for one that no reader knows.
  public let format: String
  /// The provenance, when the model has one.
  public let stamp: Stamp?
  /// Where the provenance was found.
  public let placement: Placement
  /// Bytes of the file.
  public let size: Int64
  /// SHA-256 of the file as it is, stamp included; what an attestation and `sha256sum` name.
  public let fileDigest: Digest
  /// SHA-256 of the file as ``ModelFile/strip(_:to:)`` writes it: the model whatever its stamp.
  public let payloadDigest: Digest
  /// What no digest of the file covers, for example weights that lie outside of it; with any, the
  /// file alone is not the model.
  public let notes: [String]

  /// How a model with ``notes`` becomes one that can be proved.
  public static let hintsToCoverAll = [
    "save the model as one file, for example: onnx.save(onnx.load('model.onnx'), 'whole.onnx')",
    "sign the folder with all its files: modelgate stamp sign FOLDER",
  ]
}
