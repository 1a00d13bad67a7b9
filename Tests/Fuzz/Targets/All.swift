// SPDX-License-Identifier: Apache-2.0

extension FuzzTarget {
  /// Every target; a new one is a line here.
  static let all: [FuzzTarget] = [
    // Manifests
    manifest, manifestComparison, dvcFile, dvcList, lfsPointer, anyManifest, settings, inflate,
    // Configuration
    configuration, patterns, words,
    // Index-adjacent
    index, ignoreFile, attributeFile, wildmatch,
    // Gate
    requirements, toml, modules, pushLine, notebook, dvcStage, privateKey,
    // Syntax
    yaml, json, metrics,
    // Models
    safetensors, onnx, stamp,
    // Attestation
    envelope, envelopeLines, statement, bundle, publicKey, signingKey, policy,
    // Packages
    ociIndex, ociManifest,
  ]
}
