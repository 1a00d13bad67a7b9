// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import SystemPackage
import TestSupport
import Testing

/// `in-toto-verify` itself, on a layout that is written with in-toto's own library.
@Suite(.enabled("needs the peer in_toto") { await PythonPeer.has("in_toto") })
struct InTotoVerifyTests {
  /// Makes a layout that lets a key do the step `churn`, signed by an owner's key.
  private static let owner = """
    import sys
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from in_toto.models.layout import Layout, Step
    from in_toto.models.metadata import Envelope
    from securesystemslib.signer import CryptoSigner, SSlibKey
    folder, functionary = sys.argv[1:3]
    def public(key):
        key = SSlibKey.from_crypto(key)
        return {"keyid": key.keyid, **key.to_dict()}
    key = public(load_pem_public_key(functionary.encode()))
    layout = Layout()
    layout.set_relative_expiration(days=1)
    layout.keys = {key["keyid"]: key}
    step = Step(name="churn", pubkeys=[key["keyid"]])
    step.set_expected_command_from_string("train")
    step.expected_materials = [["REQUIRE", "requirements.txt"], ["ALLOW", "source"],
                               ["ALLOW", "requirements.txt"], ["DISALLOW", "*"]]
    step.expected_products = [["REQUIRE", "model.safetensors"], ["ALLOW", "*"]]
    layout.steps = [step]
    secret = Ed25519PrivateKey.generate()
    envelope = Envelope.from_signable(layout)
    envelope.create_signature(CryptoSigner(secret))
    envelope.dump(f"{folder}/root.layout")
    with open(f"{folder}/owner.pub", "wb") as file:
        file.write(secret.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    """

  /// The pipeline's name is whatever was attested.
  @Test func aLinkOfAPipelineThatIsAPathHasNoName() async throws {
    let model = try await AttestedModel()
    for name in ["../evil", "/etc/x", "a\0b"] {
      let link = InTotoLink(try model.provenance { $0.pipeline = name })
      #expect(throws: AttestationError.self) {
        try link.fileName(signedWith: model.ci.verificationKey)
      }
    }
  }

  @Test func inTotoVerifyAcceptsOurLink() async throws {
    let model = try await AttestedModel()
    let shell = model.repository.shell
    let base = model.repository.base
    let (secret, key) = (base.appending("ci-secret.pem"), base.appending("ci.pem"))
    let pem = try #require(model.ci.pem)
    try AtomicFile.write(pem.utf8, to: secret, permissions: .ownerReadWrite)
    try AtomicFile.write(model.ci.verificationKey.pem.utf8, to: key)
    let written = try await model.repository.tool(
      "modelgate-audit", "link", model.model.string, "--key", key.string, "--sign", secret.string,
      "--output", base.string)
    try #require(written.status == 0, "\(written)")
    _ = try await PythonPeer.run(
      Self.owner, [base.string, model.ci.verificationKey.pem])
    func verify() async throws -> Transcript {
      let python = try #require(PythonPeer.interpreter)
      return try await shell.run(
        python.string,
        [
          "-c", "from in_toto.in_toto_verify import main; main()", "--layout",
          base.appending("root.layout").string,
          "--verification-keys", base.appending("owner.pub").string, "--link-dir", base.string,
        ])
    }
    let accepted = try await verify()
    #expect(accepted.status == 0, "\(accepted)")
    // Signed by somebody who is no functionary of the step.
    let link = FilePath(written.line)
    let stranger = try InTotoLink(model.provenance()).signed(with: model.dev)
    try AtomicFile.write(stranger.encoded(), to: link)
    let refused = try await verify()
    #expect(refused.status != 0, "\(refused)")
  }
}
