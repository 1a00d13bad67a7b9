// SPDX-License-Identifier: Apache-2.0

import Attestation
import Audit
import Digests
import Files
import Findings
import GitAccess
import Ledger
import Policy
import SystemPackage
import TestSupport
import Testing

/// Attacks on who may attest what, by their numbers in the list of threats.
@Suite struct PolicyAttackTests {
  @Test func anHonestModelPassesItsPolicy() async throws {
    let model = try await AttestedModel()
    let report = try await model.audit(
      model.policy(model.policyText(more: "require: [signed, recorded, clean]")))
    #expect(report.status == .passed, "\(report.points)")
    #expect(report.detail("policy").contains("lets 'ci' attest it"))
    #expect(
      report.detail("requires clean").hasPrefix("proved: commit, dependency requirements.txt"))
  }

  /// Attack 39: a developer's key signs as CI does; the signature is good, the role is not theirs.
  @Test func keyConfusionADevelopersKeySignsAsCI() async throws {
    let model = try await AttestedModel()
    let forged = try model.attest(by: model.dev)
    try model.place([forged])
    try await model.record(forged)
    #expect(try await model.audit().status == .passed)
    let report = try await model.audit(model.policy(model.policyText()))
    #expect(report.failed == ["policy"], "\(report.points)")
    #expect(report.detail("policy").contains("no grant is for the signer 'dev'"))
    // CI's own attestation of the same file beside it is found and believed.
    try model.place([forged, try model.attest(by: model.ci)])
    #expect(
      try await model.audit(model.policy(model.policyText())).detail("policy").contains("'ci'"))
  }

  /// Attack 39, the pair of key and builder: CI's key under another builder, pipeline or branch.
  @Test func keyConfusionTheRightKeyForAnotherBuilder() async throws {
    let model = try await AttestedModel()
    let text = model.policyText().replacing(
      "builders: any", with: "builders: [\"https://ci.example.org/**\"]")
    let report = try await model.audit(model.policy(text))
    #expect(
      report.detail("policy").contains("it is not for the builder 'urn:modelgate:builder:local'"))
    try model.place([try model.attest(by: model.ci) { $0.builder = "https://ci.example.org/1" }])
    #expect(try await model.audit(model.policy(text)).detail("policy").hasPrefix("proved"))
    for (change, words) in [
      ({ $0.pipeline = "fraud" }, "the pipeline 'fraud'"),
      ({ $0.source.reference = "refs/heads/wip" }, "the reference 'refs/heads/wip'"),
      ({ $0.source.reference = nil }, "for certain reference names"),
      ({ $0.source.repository = "https://evil.example.org/x" }, "the repository 'https://evil"),
    ] as [((inout BuildProvenance) -> Void, String)] {
      try model.place([try model.attest(by: model.ci, change)])
      let report = try await model.audit(model.policy(model.policyText()))
      #expect(report.detail("policy").contains(words), "\(report.points)")
    }
  }

  /// Attack 32: the good attestation of an older model is shown again after a rollback.
  @Test func anOldGoodAttestationReplayedForARolledBackModel() async throws {
    let model = try await AttestedModel()
    let old = try await model.record(try model.attest(by: model.ci))
    let text = model.policyText(grant: "    after: \"\(old)\"")
    let report = try await model.audit(model.policy(text))
    #expect(report.failed == ["policy"], "\(report.points)")
    #expect(report.detail("policy").contains("the ledger held it before \(old.short)"))
    try model.write(weights: 2, to: "new.safetensors")
    try await model.record(try model.attest(by: model.ci, of: "new.safetensors"))
    let new = try await model.audit(model.policy(text), name: "new.safetensors")
    #expect(new.status == .passed, "\(new.points)")
  }

  /// Attack 19: a stolen key signs after its revocation, with whatever date the thief likes.
  @Test func backDatedKeyUseAfterARevocation() async throws {
    let model = try await AttestedModel()
    let last = try await model.record(try model.attest(by: model.ci))
    let text = model.policyText(
      more: "revocations: [{ signer: ci, until: \"\(last)\", reason: stolen }]")
    #expect(try await model.audit(model.policy(text)).status == .passed)
    try model.write(weights: 2)
    let early = try #require(Timestamp(secondsSinceEpoch: 1_000_000_000))
    let forged = try model.attest(by: model.ci) { ($0.startedOn, $0.finishedOn) = (early, early) }
    try model.place([forged])
    for isRecorded in [false, true] {
      if isRecorded { try await model.record(forged) }
      let report = try await model.audit(model.policy(text))
      #expect(report.failed.contains("policy"), "\(report.points)")
      #expect(report.detail("policy").contains("the signer's key is revoked: stolen; the ledger"))
    }
    // A ledger that was rolled back behind the revocation can't decide it.
    try await model.repository.shell.script(
      "git update-ref -d refs/modelgate/ledger && rm .git/modelgate/ledger-head")
    let report = try await model.audit(model.policy(text))
    #expect(report.detail("policy").hasPrefix("not-checkable: there is no ledger here"))
  }

  /// Attack 48: the change that is judged brings a policy that lets its author sign.
  @Test func aPolicyChangedInTheSamePushThatItJudges() async throws {
    let model = try await AttestedModel()
    try model.repository.write(model.policyText(), to: TrustPolicy.fileName)
    _ = try await model.repository.commit("protect")
    try await model.repository.git("checkout", "--quiet", "-b", "change")
    let loose = model.policyText(signers: "ci, dev").replacing("[main]", with: "any")
    try model.repository.write(loose, to: TrustPolicy.fileName)
    _ = try await model.repository.commit("loosen")
    try model.write(weights: 3)
    let forged = try model.attest(by: model.dev) { $0.source.reference = "refs/heads/change" }
    try model.place([forged])
    try await model.record(forged)
    let repository = try Repository(at: model.root)
    let kept = try PolicySource(reference: "main", digest: nil, in: repository)
    let report = try await model.audit(kept)
    #expect(report.failed == ["policy"], "\(report.points)")
    #expect(report.detail("policy").contains("'.modelgate/trust.yaml' of 'main' ("))
    // The worktree has the loose one, and nothing takes it from there.
    for name in ["HEAD", "main~0", "change^", "@", "main@{0}", ""] {
      #expect(throws: Failure.self) {
        try PolicySource(reference: name, digest: nil, in: repository)
      }
    }
    // Whoever names the change's own branch gets the change's own policy: only a pin helps there.
    let error = #expect(throws: Failure.self) {
      try PolicySource(reference: "change", digest: kept.digest, in: repository)
    }
    #expect(error?.status == .refused && error?.message.contains("not the pinned") == true)
  }

  @Test func aNameThatCouldBeABranchOrATagIsNotGuessed() async throws {
    let model = try await AttestedModel()
    try model.repository.write(model.policyText(), to: TrustPolicy.fileName)
    _ = try await model.repository.commit("protect")
    try await model.repository.git("tag", "main")
    let repository = try Repository(at: model.root)
    let error = #expect(throws: Failure.self) {
      try PolicySource(reference: "main", digest: nil, in: repository)
    }
    #expect(error?.message.contains("names several references") == true)
    _ = try PolicySource(reference: "refs/heads/main", digest: nil, in: repository)
  }

  @Test func aPolicyFileIsPinnedByItsDigest() async throws {
    let model = try await AttestedModel()
    let policy = try model.policy(model.policyText())
    let file = model.repository.base.appending("trust.yaml")
    _ = try PolicySource(file: file, digest: policy.digest)
    try AtomicFile.write((model.policyText() + "# more\n").utf8, to: file)
    let error = #expect(throws: Failure.self) {
      try PolicySource(file: file, digest: policy.digest)
    }
    #expect(error?.status == .refused)
  }
}
