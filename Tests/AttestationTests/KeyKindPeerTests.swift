// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

@testable import Attestation

/// What the field's own libraries say of every kind of key, both ways.
@Suite struct KeyKindPeerTests {
  static let schemes = [SignatureScheme.ecdsaP256, .ecdsaP384, .ed25519]

  /// The key id must be the one that securesystemslib computes: it refuses every other.
  @Test(.enabled("needs the peer securesystemslib") { await PythonPeer.has("securesystemslib") })
  func securesystemslibBothWays() async throws {
    let script = """
      import json, sys
      from cryptography.hazmat.primitives.serialization import load_pem_private_key
      from securesystemslib.dsse import Envelope
      from securesystemslib.signer import CryptoSigner, SSlibKey
      for line in sys.stdin.read().split("@@@"):
          pem, ours = line.split("###")
          private = load_pem_private_key(pem.encode(), None)
          key = SSlibKey.from_crypto(private.public_key())
          Envelope.from_dict(json.loads(ours)).verify([key], 1)
          theirs = Envelope(b"{}", "application/vnd.in-toto+json", {})
          theirs.sign(CryptoSigner(private))
          print(key.keyid, json.dumps(theirs.to_dict()))
      """
    let keys = Self.schemes.map { SigningKey.generate($0) }
    let input = try keys.map { key in
      (key.pem ?? "") + "###"
        + String(decoding: try Examples.statement.signed(with: key).encoded(), as: UTF8.self)
    }.joined(separator: "@@@")
    let output = try await PythonPeer.run(script, input: input)
    let lines = output.split(separator: "\n")
    try #require(lines.count == keys.count)
    for (key, line) in zip(keys, lines) {
      let parts = line.split(separator: " ", maxSplits: 1)
      #expect(parts[0] == key.verificationKey.keyID)
      let envelope = try Envelope.parse(Array(parts[1].utf8))
      #expect(try envelope.verified(with: key.verificationKey).bytes == Array("{}".utf8))
    }
  }

  @Test(
    .enabled(if: Peers.has("openssl"), "needs the peer openssl"),
    arguments: [(SignatureScheme.ecdsaP384, ["-sha384"]), (.ed25519, [])])
  func opensslVerifiesOurs(_ scheme: SignatureScheme, _ digest: [String]) async throws {
    try await ScratchFolder.with { folder in
      let key = SigningKey.generate(scheme)
      let envelope = try Examples.statement.signed(with: key)
      let encoding = Envelope.preAuthenticationEncoding(
        payloadType: envelope.payloadType, payload: envelope.payload)
      for (name, content) in [
        ("pub", Array(key.verificationKey.pem.utf8)), ("sig", envelope.signatures[0].bytes),
        ("pae", encoding),
      ] {
        try NewFile.write(content, to: folder.appending(name), permissions: .ownerReadWrite)
      }
      let shell = Shell(home: folder, directory: folder)
      let arguments =
        digest.isEmpty
        ? [
          "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "pub", "-sigfile", "sig", "-in",
          "pae",
        ]
        : ["dgst"] + digest + ["-verify", "pub", "-signature", "sig", "pae"]
      _ = try await shell.run("openssl", arguments).expecting(0)
    }
  }

  /// Attack 40: a signature of one scheme shown under a key of another.
  @Test func algorithmConfusion() throws {
    let keys = Self.schemes.map { SigningKey.generate($0) }
    for signer in keys {
      let envelope = try Examples.statement.signed(with: signer)
      for other in keys where other.verificationKey != signer.verificationKey {
        #expect(throws: AttestationError.self) {
          try envelope.verified(with: other.verificationKey)
        }
      }
    }
  }

  /// in-toto's own protocol buffers, which refuse every field that they do not know.
  @Test(
    .enabled("needs the peer in_toto_attestation") {
      await PythonPeer.has("in_toto_attestation")
    })
  func inTotoParsesOurSummary() async throws {
    let script = """
      import sys, json
      from google.protobuf import json_format
      from in_toto_attestation.v1.statement import Statement
      from in_toto_attestation.v1 import statement_pb2
      from in_toto_attestation.predicates.vsa.v1 import vsa_pb2
      text = sys.stdin.read()
      statement = json_format.Parse(text, statement_pb2.Statement())
      Statement.copy_from_pb(statement).validate()
      predicate = json.loads(text)["predicate"]
      # SLSA has a list here; in-toto's protocol buffers a single string.
      levels = predicate.pop("verifiedLevels")
      vsa = json_format.ParseDict(predicate, vsa_pb2.VerificationSummary())
      print(vsa.verification_result, *levels)
      """
    let summary = try Self.summary()
    let statement = summary.statement(about: [Self.source])
    let output = try await PythonPeer.run(script, [], input: statement.encoded())
    #expect(output == "PASSED ORG_SOURCE_DATA_PINNED\n")
  }

  static let source = ResourceDescriptor(
    digest: [
      "gitCommit": "1111111111111111111111111111111111111111",
      "gitTree": "2222222222222222222222222222222222222222",
    ], annotations: ["sourceRefs": ["refs/heads/main"]])

  static func summary() throws -> VerificationSummary {
    VerificationSummary(
      verifier: "urn:modelgate:gate:v1",
      timeVerified: try #require(Timestamp("2026-03-01T09:30:00Z")),
      resourceURI: "git+https://example.org/r",
      policy: .init(uri: "urn:modelgate:preset:build"), isPassed: true,
      verifiedLevels: ["ORG_SOURCE_DATA_PINNED"])
  }

  /// Attack 42: a verification summary shown as provenance.
  @Test func aSummaryShownAsProvenance() throws {
    let statement = try Self.summary().statement(about: [Self.source])
    #expect(try VerificationSummary(Statement.parse(bytes: statement.encoded())) == Self.summary())
    let payload = try statement.signed(with: Examples.key)
      .verified(with: Examples.key.verificationKey)
    let error = #expect(throws: AttestationError.self) { try BuildProvenance(payload) }
    #expect(error?.message.contains(VerificationSummary.predicateType) == true)
  }
}
