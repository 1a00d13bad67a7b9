// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Packaging
import Policy

extension FuzzTarget {
  /// `.modelgate/trust.yaml`: whatever is read allows somebody something, and nobody anything else.
  static let policy = FuzzTarget(
    "policy",
    seeds: [
      """
      version: 1
      signers:
        ci: { keys: [0000000000000000000000000000000000000000000000000000000000000000] }
        ada: { principal: ada@example.org, certificate: "CN=ada" }
      grants:
        - signers: [ci, ada]
          attests: [build, verdict, rebuild, signature]
          builders: ["urn:modelgate:builder:*"]
          pipelines: [churn]
          repositories: any
          refs: [main, "refs/tags/v*"]
          after: "1111111111111111111111111111111111111111"
          until: "2222222222222222222222222222222222222222"
      revocations:
        - { signer: ada, reason: left, until: "3333333333333333333333333333333333333333" }
        - { key: "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", reason: stolen }
      require: [signed, recorded, clean, gated, rebuilt, "reachable-from=v1.*"]
      minimum_digest: sha256
      """
    ]
  ) { bytes in
    guard let policy = try read({ try TrustPolicy(parsing: bytes) }) else { return }
    try require(!policy.signers.isEmpty && !policy.grants.isEmpty, "no list means anybody")
    for grant in policy.grants {
      try require(!grant.signers.isEmpty && !grant.kinds.isEmpty, "a grant is for somebody")
    }
    let nobody = policy.verdict(on: Claim(.build), by: []) { _ in .held }
    guard case .refused = nobody else { throw BrokenPromise(promise: "nobody may do nothing") }
  }

  /// `index.json` of an OCI layout.
  static let ociIndex = FuzzTarget(
    "oci-index",
    seeds: [
      #"{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","#
        + #""digest":"sha256:\#(String(repeating: "0", count: 64))","size":1,"#
        + #""annotations":{"org.opencontainers.image.ref.name":"v1"}}]}"#
    ]
  ) { bytes in
    guard let index = try read({ try OCIIndex(parsing: bytes) }) else { return }
    try require(index.manifests.allSatisfy { $0.size >= 0 }, "no length is negative")
  }

  /// A manifest of an OCI artifact.
  static let ociManifest = FuzzTarget(
    "oci-manifest",
    seeds: [
      #"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":"#
        + #"{"mediaType":"application/vnd.oci.empty.v1+json","#
        + #""digest":"sha256:\#(String(repeating: "0", count: 64))","size":2},"layers":[{"#
        + #""mediaType":"application/vnd.cncf.model.weight.v1.raw","#
        + #""digest":"sha256:\#(String(repeating: "1", count: 64))","size":9,"annotations":"#
        + #"{"org.opencontainers.image.title":"a/model.onnx"}}]}"#
    ]
  ) { bytes in
    guard let manifest = try read({ try OCIManifest(parsing: bytes) }) else { return }
    for layer in manifest.layers {
      guard let title = layer.annotations["org.opencontainers.image.title"] else { continue }
      try require(!title.utf8.starts(with: "/".utf8), "no title leaves the package")
      try require(!title.contains("../"), "no title leaves the package")
    }
  }
}
