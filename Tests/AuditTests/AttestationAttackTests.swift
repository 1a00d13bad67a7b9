// SPDX-License-Identifier: Apache-2.0

import Attestation
import Audit
import Digests
import Files
import Findings
import GitAccess
import Ledger
import Policy
import Stamps
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Attacks on a model and what is said of it, by their numbers in the list of threats.
@Suite struct AttestationAttackTests {
  /// Puts a payload beside the model, signed by CI or with a signature from elsewhere.
  private func place(_ payload: [UInt8], beside model: AttestedModel) throws {
    let envelope = try Envelope.signing(payload: payload, with: model.ci)
    try AtomicFile.write(
      envelope.encoded() + [0x0a], to: AttestationFiles(beside: model.model).lines)
  }

  private func text(_ model: AttestedModel) throws -> String {
    String(decoding: try model.provenance().statement.encoded(), as: UTF8.self)
  }

  /// Attack 31: the attestation of one model is laid beside another.
  @Test func anAttestationReplayedOnAnotherModel() async throws {
    let model = try await AttestedModel()
    try model.place([try model.attest(by: model.ci)])
    try model.write(weights: 2)
    let report = try await model.audit()
    #expect(report.failed == ["subject", "payload"], "\(report.points)")
    #expect(report.detail("subject").contains("it attests sha256:"))
  }

  /// Attack 37: a signed payload that means one thing to one parser and another to the next.
  @Test(arguments: [
    (#""predicateType":"#, #""predicateType":"x","predicateType":"#, "'predicateType'"),
    (#""subject":["#, #""subject":[],"subject":["#, "'subject'"),
    (#""gitCommit":""#, #""gitCommit":"00","gitCommit":""#, "'gitCommit'"),
    (#""pipeline":""#, #""pipelin\u0065":"x","pipeline":""#, "'pipeline'"),
  ])
  func duplicateKeysInASignedPayload(_ old: String, _ new: String, _ name: String) async throws {
    let model = try await AttestedModel()
    let text = try text(model)
    let doubled = text.replacing(old, with: new, maxReplacements: 1)
    try #require(doubled != text)
    try place(Array(doubled.utf8), beside: model)
    let report = try await model.audit()
    #expect(report.failed == ["attestation"], "\(report.points)")
    #expect(report.detail("attestation").contains("not a valid in-toto statement"))
    #expect(report.detail("attestation").contains(name), "\(report.points)")
  }

  /// Attack 38: another composition of the same letter is another name, and another stamp.
  @Test func namesThatDifferInNormalizationOnly() async throws {
    let model = try await AttestedModel()
    try model.place([
      try model.attest(by: model.ci) { build in
        build.stamp = build.stamp.map { field in
          .init(key: field.key, value: field.value.replacing("churn", with: "chur\u{f1}"))
        }
      }
    ])
    #expect(try await model.audit().detail("stamp").contains("modelgate.pipeline differ"))
    let composed = try model.policy(
      model.policyText().replacing("[churn]", with: "[\"chur\u{f1}\"]"))
    try model.place([try model.attest(by: model.ci) { $0.pipeline = "churn\u{303}" }])
    let report = try await model.audit(composed)
    #expect(report.detail("policy").contains("it is not for the pipeline"), "\(report.points)")
  }

  /// Attack 38: bytes that would rewrite the reader's terminal are shown and not obeyed.
  @Test func controlBytesInNamesAreShownEscaped() async throws {
    let model = try await AttestedModel()
    try model.place([try model.attest(by: model.ci) { $0.pipeline = "x\u{1b}[2J\nverified" }])
    let report = try await model.audit(model.policy(model.policyText()))
    #expect(!report.points.contains { $0.detail.contains("\u{1b}") || $0.detail.contains("\n") })
    #expect(report.failed.contains("policy"))
  }

  /// Attack 40: the digest that fits is of an algorithm that can be forged.
  @Test func aDowngradeToAWeakDigest() async throws {
    let model = try await AttestedModel()
    let file = try model.provenance().model.file.hex
    let weak = try text(model).replacing(
      "\"sha256\":\"\(file)\"", with: "\"md5\":\"\(String(repeating: "0", count: 32))\"")
    try place(Array(weak.utf8), beside: model)
    let report = try await model.audit()
    #expect(report.detail("attestation").contains("no element with a digest that identifies it"))
    // Upper case is another text, so that one digest has one spelling.
    let loud = try text(model).replacing(file, with: file.uppercased())
    try place(Array(loud.utf8), beside: model)
    #expect(try await model.audit().detail("attestation").contains("in lower-case hexadecimal"))
  }

  /// Attack 41: a second signature, or none.
  @Test func aSecondSignatureOrNone() async throws {
    let model = try await AttestedModel()
    let good = try model.provenance().statement.signed(with: model.ci)
    let lines = AttestationFiles(beside: model.model).lines
    for (count, words) in [(0, "the envelope is not signed"), (2, "has 2 signatures")] {
      var envelope = good
      envelope.signatures = Array(repeating: good.signatures[0], count: count)
      try AtomicFile.write(envelope.encoded() + [0x0a], to: lines)
      #expect(try await model.audit().detail("attestation").contains(words))
    }
  }

  /// Attack 42: a signed statement of another kind about the same file.
  @Test func anotherPredicateShownAsProvenance() async throws {
    let model = try await AttestedModel()
    let statement = try text(model)
    for type in ["https://slsa.dev/provenance/v0.2", "https://example.org/approval/v1"] {
      let other = statement.replacing("https://slsa.dev/provenance/v1", with: type)
      try place(Array(other.utf8), beside: model)
      let report = try await model.audit()
      #expect(report.failed == ["attestation"])
      #expect(report.detail("attestation").contains("predicate is of type '\(type)'"))
    }
  }

  /// Attack 43: the same JSON in other bytes under the old signature.
  @Test func aReEncodedPayloadUnderTheOldSignature() async throws {
    let model = try await AttestedModel()
    let good = try model.provenance().statement.signed(with: model.ci)
    var envelope = good
    envelope.payload = try JSONValue.parse(good.payload).encoded(.pretty)
    try #require(envelope.payload != good.payload)
    try AtomicFile.write(
      envelope.encoded() + [0x0a], to: AttestationFiles(beside: model.model).lines)
    let report = try await model.audit()
    #expect(report.failed == ["attestation"])
    #expect(report.detail("attestation").contains("was not made by the key"), "\(report.points)")
  }

  /// Attack 44: the stamp inside of the model is edited, the weights stay.
  @Test func embeddedMetadataEditedWithTheSameWeights() async throws {
    let model = try await AttestedModel()
    try model.place([try model.attest(by: model.ci)])
    let bytes = try SmallFile.read(model.model, limit: 1 << 16)
    let edited = Array(bytes.replacing(Array("churn".utf8), with: Array("fraud".utf8)))
    try #require(edited != bytes)
    try AtomicFile.write(edited, to: model.model)
    let report = try await model.audit()
    #expect(report.failed == ["subject", "stamp"], "\(report.points)")
    #expect(report.detail("stamp").contains("modelgate.pipeline differ"))
    #expect(report.detail("payload").hasPrefix("proved"))
  }

  /// Attack 45: weights that end early, or have something behind them.
  @Test func truncatedOrPaddedWeights() async throws {
    let model = try await AttestedModel()
    let bytes = try SmallFile.read(model.model, limit: 1 << 16)
    for broken in [bytes.dropLast(), bytes + [0]] as [[UInt8]] {
      try AtomicFile.write(broken, to: model.model)
      let report = try await model.audit()
      #expect(report.failed == ["file"], "\(report.points)")
      #expect(report.detail("file").contains("safetensors"))
    }
  }

  /// Attack 46: what would hang or exhaust a verifier.
  @Test func aFifoADeviceAndAFolderOfLinksAsModels() async throws {
    let model = try await AttestedModel()
    try await model.repository.shell.script("mkfifo ../fifo.onnx && ln -s /dev/zero ../zero.onnx")
    for name in ["fifo.onnx", "zero.onnx"] {
      let report = try await model.audit(name: name)
      #expect(report.status != .passed && report.points.map(\.name) == ["file"])
      #expect(report.detail("file").contains("\(name)'"), "\(report.points)")
    }
    let fifo = AttestationFiles(beside: model.model).lines
    try await model.repository.shell("mkfifo", fifo.string)
    let report = try await model.audit()
    #expect(report.detail("attestation").contains("'\(fifo.string)'"), "\(report.points)")
    #expect(report.status == .couldNotJudge)
  }

  /// Attack 46: JSON that is deep, and statements of too many subjects.
  @Test func deepJSONAndTooManySubjects() async throws {
    let model = try await AttestedModel()
    let statement = try text(model)
    let depth = 100_000
    let deep = statement.replacing(
      "\"predicate\":{",
      with: "\"predicate\":{\"x\":" + String(repeating: "[", count: depth)
        + String(repeating: "]", count: depth) + ",")
    try place(Array(deep.utf8), beside: model)
    #expect(try await model.audit().detail("attestation").contains("deep"), "says why")
    let subject = #"{"digest":{"sha256":"\#(String(repeating: "0", count: 64))"}},"#
    let many = statement.replacing(
      "\"subject\":[", with: "\"subject\":[" + String(repeating: subject, count: 20_000))
    try place(Array(many.utf8), beside: model)
    let report = try await model.audit()
    #expect(report.failed == ["attestation"], "\(report.points.map(\.name))")
  }

  /// Attack 46: somebody who can push to the ledger adds what is no attestation under a model's name.
  @Test func garbageInTheLedgerHidesNoAttestation() async throws {
    let model = try await AttestedModel()
    var garbage = try model.attest(by: model.ci)
    garbage.attestation = Array("{}\n".utf8)
    try await model.record(garbage)
    #expect(try await model.audit().status == .passed)
    // Alone it is no attestation, and that is said.
    try model.write(weights: 7)
    garbage = try model.attest(by: model.ci)
    garbage.attestation = Array("[]\n".utf8)
    try await model.record(garbage)
    let report = try await model.audit()
    #expect(report.failed == ["attestation"], "\(report.points)")
    #expect(report.detail("attestation").contains("not a valid DSSE envelope"))
  }

  /// Attack 45: weights that lie in another file, which no digest of this one covers.
  @Test func weightsOutsideOfTheModelAreNotProved() async throws {
    let model = try await AttestedModel()
    let bare = model.repository.base.appending("bare.onnx")
    try AtomicFile.write(ExternalWeights.model, to: bare)
    let record = try ModelFile.stamp(
      bare, to: model.repository.base.appending("m.onnx"), with: try model.stamp())
    #expect(record.notes.count == 1)
    try await model.record(try model.attest(by: model.ci, of: "m.onnx"))
    let report = try await model.audit(name: "m.onnx")
    #expect(report.detail("weights").hasPrefix("not-checkable: 1 tensors lie outside this file"))
    #expect(report.failed == [] && report.status == .couldNotJudge, "\(report.points)")
  }

  /// Attack 49: a shallow clone lacks the commit; that is said, and nothing is proved by it.
  @Test func aShallowCloneLacksTheCommit() async throws {
    let model = try await AttestedModel()
    try model.place([try model.attest(by: model.ci)])
    _ = try await model.repository.commit("later")
    let clone = model.repository.base.appending("clone")
    try await model.repository.git(
      "clone", "--quiet", "--depth", "1", "file://\(model.root.string)", clone.string)
    var audit = ModelAudit(trusting: Trust(keys: [model.ci.verificationKey]))
    audit.demands = AuditDemands(requirements: [try #require(.init("reachable-from=main"))])
    let opened: Repository? = try Repository(at: clone)
    let report = await audit.verify(model.model, in: opened)
    #expect(report.detail("commit").contains("is not in the repository"))
    #expect(report.points.flatMap(\.hints).contains("git fetch --all --tags"))
    #expect(report.detail("requires reachable-from=main").hasPrefix("not-checkable"))
  }
}
