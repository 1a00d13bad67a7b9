// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// The field's own libraries, both ways.
@Suite struct PeerTests {
  @Test(.enabled("needs the peer securesystemslib") { await PythonPeer.has("securesystemslib") })
  func securesystemslibVerifiesOurs() async throws {
    let script = """
      import json, sys
      from cryptography.hazmat.primitives.serialization import load_pem_public_key
      from securesystemslib.dsse import Envelope
      from securesystemslib.signer import SSlibKey
      key = SSlibKey.from_crypto(load_pem_public_key(sys.argv[1].encode()))
      Envelope.from_dict(json.load(sys.stdin)).verify([key], 1)
      print(key.keyid)
      """
    let envelope = try Examples.statement.signed(with: Examples.key)
    let key = Examples.key.verificationKey
    let output = try await PythonPeer.run(script, [key.pem], input: envelope.encoded())
    #expect(output == key.keyID + "\n")
  }

  @Test(.enabled("needs the peer securesystemslib") { await PythonPeer.has("securesystemslib") })
  func weVerifySecuresystemslibs() async throws {
    let script = """
      import json, sys
      from cryptography.hazmat.primitives.serialization import load_pem_private_key
      from securesystemslib.dsse import Envelope
      from securesystemslib.signer import CryptoSigner
      signer = CryptoSigner(load_pem_private_key(sys.argv[1].encode(), None))
      envelope = Envelope(sys.stdin.buffer.read(), "application/vnd.in-toto+json", {})
      envelope.sign(signer)
      print(json.dumps(envelope.to_dict(), indent=1))
      """
    let output = try await PythonPeer.run(
      script, [Examples.pem], input: Examples.statement.encoded())
    let envelope = try Envelope.parse(Array(output.utf8))
    #expect(envelope.signatures.map(\.keyID) == [Examples.key.verificationKey.keyID])
    let payload = try envelope.verified(with: Examples.key.verificationKey)
    #expect(try Statement.parse(payload) == Examples.statement)
  }

  @Test(
    .enabled("needs the peer in_toto_attestation") { await PythonPeer.has("in_toto_attestation") })
  func inTotoReadsOurProvenance() async throws {
    let script = """
      import json, sys
      from google.protobuf.json_format import MessageToDict, Parse, ParseDict
      from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
      from in_toto_attestation.v1 import statement_pb2
      from in_toto_attestation.v1.statement import Statement
      text = sys.stdin.read()
      statement = Statement.copy_from_pb(Parse(text, statement_pb2.Statement()))
      statement.validate()
      predicate = ParseDict(json.loads(text)["predicate"], provenance_pb2.Provenance())
      print(json.dumps({
          "subject": statement.pb.subject[0].digest["sha256"],
          "dependencies": [d.name for d in predicate.build_definition.resolved_dependencies],
          "content": predicate.build_definition.resolved_dependencies[1].content.decode(),
          "builder": predicate.run_details.builder.id,
          "started": predicate.run_details.metadata.started_on.ToSeconds(),
          "finished": predicate.run_details.metadata.finished_on.ToSeconds(),
      }))
      """
    let output = try await PythonPeer.run(script, input: Examples.statement.encoded())
    let read = try JSONValue.parse(Array(output.utf8))
    #expect(
      read == [
        "subject": .string(Digest.of([1, 2, 3]).hex),
        "dependencies": ["source", "data/train.csv"], "content": "a,b\n",
        "builder": "https://example.org/builder", "started": 1_772_357_400,
        "finished": 1_772_353_860,
      ])
  }

  @Test(
    .enabled("needs the peer in_toto_attestation") { await PythonPeer.has("in_toto_attestation") })
  func weReadInTotosProvenance() async throws {
    let script = """
      import json, sys
      from google.protobuf.json_format import MessageToDict, MessageToJson, ParseDict
      from in_toto_attestation.predicates.provenance.v1.provenance_pb2 import Provenance
      from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
      from in_toto_attestation.v1.statement import Statement
      predicate = ParseDict(json.load(sys.stdin)["predicate"], Provenance())
      subject = ResourceDescriptor("model", digest={"sha256": "a" * 64}).pb
      statement = Statement([subject], "https://slsa.dev/provenance/v1", MessageToDict(predicate))
      print(MessageToJson(statement.pb))
      """
    let output = try await PythonPeer.run(script, input: Examples.statement.encoded())
    let statement = try Statement.parse(try Examples.signed(output))
    let provenance = try Provenance.parse(statement)
    #expect(provenance.resolvedDependencies[1].content == Array("a,b\n".utf8))
    #expect(provenance.finishedOn?.description == "2026-03-01T08:31:00.250Z")
    #expect(provenance.builder == Examples.provenance.builder)
  }

  @Test(.enabled("needs the peer sigstore_models") { await PythonPeer.has("sigstore_models") })
  func sigstoreModelsReadOurBundle() async throws {
    let script = """
      import sys
      from sigstore_models.bundle.v1 import Bundle
      bundle = Bundle.from_json(sys.stdin.read())
      print(bundle.verification_material.public_key.hint)
      """
    let bundle = try SigstoreBundleTests.bundle()
    let output = try await PythonPeer.run(script, input: bundle.encoded())
    #expect(output == bundle.keyHint + "\n")
  }

  @Test(.enabled("needs the peer sigstore_models") { await PythonPeer.has("sigstore_models") })
  func weReadWhatSigstoreModelsWrite() async throws {
    let script = """
      import sys
      from sigstore_models.bundle.v1 import Bundle
      print(Bundle.from_json(sys.stdin.read()).to_json())
      """
    let bundle = try SigstoreBundleTests.bundle()
    let output = try await PythonPeer.run(script, input: bundle.encoded())
    let again = try SigstoreBundle.parse(Array(output.utf8))
    #expect(again.envelope.payload == bundle.envelope.payload)
    _ = try again.envelope.verified(with: Examples.key.verificationKey)
  }

  @Test(.enabled("needs the peer cryptography") { await PythonPeer.has("cryptography") })
  func hintsAreWhatTheToolsCompute() async throws {
    let script = """
      import base64, hashlib, sys
      from cryptography.hazmat.primitives.serialization import *
      key = load_pem_public_key(sys.argv[1].encode())
      der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
      pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
      print(base64.b64encode(hashlib.sha256(der).digest()).decode(), hashlib.sha256(pem).hexdigest())
      """
    let key = Examples.key.verificationKey
    let output = try await PythonPeer.run(script, [key.pem])
    #expect(output == "\(key.sigstoreHint) \(key.omsHint)\n")
  }
}

@Suite(.enabled(if: Peers.has("openssl"), "needs the peer openssl"))
struct OpenSSLTests {
  @Test func verifiesOurSignature() async throws {
    try await ScratchFolder.with { folder in
      let envelope = try Examples.statement.signed(with: Examples.key)
      let key = folder.appending("pub.pem")
      let signature = folder.appending("sig.der")
      try AtomicFile.write(Array(Examples.key.verificationKey.pem.utf8), to: key)
      try AtomicFile.write(envelope.signatures[0].bytes, to: signature)
      let output = try await PythonPeer.openssl(
        ["dgst", "-sha256", "-verify", key.string, "-signature", signature.string],
        input: Envelope.preAuthenticationEncoding(
          payloadType: envelope.payloadType, payload: envelope.payload))
      #expect(output == "Verified OK\n")
    }
  }
}
