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

/// What `--require` and a policy's `require` ask for.
@Suite struct RequirementTests {
  @Test func everyWordIsReadAsItIsWritten() {
    for (word, _) in Requirement.words {
      let text = word.replacing("PATTERN", with: "v1.*")
      #expect(Requirement(text)?.description == text)
    }
    for text in ["", "signed ", "Signed", "reachable-from", "reachable-from=", "reachable-from=["] {
      #expect(Requirement(text) == nil, "'\(text)'")
    }
  }

  /// Attack 23: the branch was pushed anew without the commit that was stamped.
  @Test func aForcePushedBranchLeavesTheCommitBehind() async throws {
    let model = try await AttestedModel()
    try await model.repository.git("tag", "--annotate", "--message", "v1.0", "v1.0")
    for word in ["v1.*", "refs/tags/v1.*", "main", "refs/heads/**"] {
      let report = try await model.audit(requiring: ["reachable-from=\(word)"])
      #expect(report.status == .passed, "\(report.points)")
    }
    try await model.repository.shell.script(
      """
      git commit --quiet --amend --message 'another history'
      git tag --force --annotate --message v1.0 v1.0 >/dev/null
      """)
    let report = try await model.audit(requiring: ["reachable-from=v1.*"])
    #expect(report.failed == ["requires reachable-from=v1.*"], "\(report.points)")
    #expect(
      report.detail("requires reachable-from=v1.*").contains("is in none of the 1 references"))
    let none = try await model.audit(requiring: ["reachable-from=v2.*"])
    #expect(
      none.detail("requires reachable-from=v2.*").contains("no reference here matches 'v2.*'"))
  }

  /// Attack 41: the line that a policy demands was taken away; absence is told from forgery.
  @Test func aRequiredAttestationIsMissing() async throws {
    let model = try await AttestedModel()
    let policy = try model.policy(model.policyText(more: "require: [gated]"))
    let missing = try await model.audit(policy)
    #expect(missing.failed == ["requires gated"])
    #expect(missing.detail("requires gated").contains("no verdict of the gate on it is attested"))
    try await model.record(try verdict(on: model, by: model.ci, isPassed: false))
    let bad = try await model.audit(policy)
    #expect(bad.detail("requires gated").contains("the gate refused the commit, says"))
    try await model.record(try verdict(on: model, by: model.ci))
    let good = try await model.audit(policy)
    #expect(good.status == .passed, "\(good.points)")
    #expect(good.detail("requires gated").contains("ORG_SOURCE_DATA_PINNED"))
  }

  /// Attack 39 again: who may build may not say that the gate passed.
  @Test func aVerdictOfSomebodyWhoMayNotGiveOne() async throws {
    let model = try await AttestedModel()
    try await model.record(try verdict(on: model, by: model.dev))
    #expect(try await model.audit(requiring: ["gated"]).status == .passed)
    let policy = try model.policy(model.policyText(more: "require: [gated]"))
    let report = try await model.audit(policy)
    #expect(report.detail("requires gated").contains("no grant is for the signer 'dev'"))
  }

  @Test func aRebuildByItsOwnBuilderProvesNothing() async throws {
    let model = try await AttestedModel()
    let text = "requires rebuilt"
    #expect(
      try await model.audit(requiring: ["rebuilt"]).detail(text).contains(
        "nobody has built it again"))
    try await model.record(try rebuild(of: model, by: model.ci))
    #expect(
      try await model.audit(requiring: ["rebuilt"]).detail(text).contains("its own builder built"))
    try await model.record(try rebuild(of: model, by: model.dev, .different))
    #expect(
      try await model.audit(requiring: ["rebuilt"]).detail(text).contains("came out different"))
    try await model.record(try rebuild(of: model, by: model.dev))
    let report = try await model.audit(requiring: ["rebuilt"])
    #expect(report.status == .passed, "\(report.points)")
    let policy = try model.policy(model.policyText(more: "require: [rebuilt]"))
    #expect(try await model.audit(policy).detail(text).contains("no grant is for the signer 'dev'"))
  }

  @Test func whatIsRefutedCountsThoughItIsNotRequired() async throws {
    let model = try await AttestedModel()
    let none = try await model.audit(requiring: ["signed"])
    #expect(none.status == .passed)
    try model.write(weights: 9)
    try model.place([try model.attest(by: model.ci) { $0.pipeline = "churn" }])
    // Not in the ledger, which is a refutation of its own.
    #expect(try await model.audit(requiring: ["signed"]).failed == ["ledger"])
  }

  @Test func withoutARepositoryOnlyWhatNeedsNoneIsProved() async throws {
    let model = try await AttestedModel()
    try model.place([try model.attest(by: model.ci)])
    let lines = AttestationFiles(beside: model.model).lines.string
    let key = model.repository.base.appending("ci.pem")
    try AtomicFile.write(model.ci.verificationKey.pem.utf8, to: key)
    let outside = model.repository.base.appending("outside").string
    try await model.repository.shell("mkdir", "-p", outside)
    func verify(_ words: String) async throws -> Transcript {
      try await model.repository.tool(
        "modelgate-audit", "verify", "--repo", outside, "--key", key.string, "--attestation", lines,
        "--require", words, model.model.string)
    }
    #expect(try await verify("signed").status == 0)
    let unknown = try await verify("signed,clean")
    #expect(unknown.status == 2, "\(unknown)")
    #expect(unknown.output.contains("cannot  requires clean"), "\(unknown)")
    let usage = try await verify("sgned")
    #expect(usage.status == 64 && usage.error.contains("did you mean 'signed'?"), "\(usage)")
  }

  @Test func aVerdictByThePresetForWorkInProgressProvesTooLittle() async throws {
    let model = try await AttestedModel()
    try await model.record(try verdict(on: model, by: model.ci, preset: "develop"))
    let report = try await model.audit(requiring: ["gated"])
    #expect(report.detail("requires gated").contains("by the preset 'develop'"))
  }

  /// Attack 40: data that rests on MD5, where the policy asks for more.
  @Test func dataThatRestsOnAWeakDigest() async throws {
    let model = try await AttestedModel()
    let md5 = String(repeating: "0", count: 32)
    let text = "outs:\n- md5: \(md5)\n  size: 4\n  hash: md5\n  path: big.csv\n"
    try model.repository.write(text, to: "data/big.csv.dvc")
    _ = try await model.repository.commit("track")
    try model.write(weights: 7)
    let forged = try model.attest(by: model.ci) { build in
      build.datasets = [
        .init(
          name: "big", path: "data/big.csv", digest: .of([1]), format: "dvc",
          manifest: "data/big.csv.dvc",
          manifestBlob: ObjectID(hashing: Array(text.utf8), type: "blob"), files: 1, bytes: 4)
      ]
    }
    try await model.record(forged)
    let lax = try await model.audit(model.policy(model.policyText()))
    #expect(lax.status == .passed && lax.detail("data big").contains("rests on the signature"))
    let strict = try await model.audit(
      model.policy(model.policyText(more: "minimum_digest: sha256")))
    #expect(strict.failed == ["data big"], "\(strict.points)")
    #expect(strict.detail("data big").contains("lists digests that can be forged"))
  }

  /// Where a policy may come from, and what the tool ends with.
  @Test func theToolSaysWhatIsWrongWithAPolicy() async throws {
    let model = try await AttestedModel()
    let good = model.repository.base.appending("good.yaml").string
    let bad = model.repository.base.appending("bad.yaml").string
    try AtomicFile.write(model.policyText().utf8, to: FilePath(good))
    try AtomicFile.write("version: 1\nsigners: {}\n".utf8, to: FilePath(bad))
    try model.repository.write(model.policyText(), to: TrustPolicy.fileName)
    let digest = Digest.of(Array(model.policyText().utf8)).description
    func verify(_ arguments: String...) async throws -> Transcript {
      try await model.repository.shell.run(
        Tools.path("modelgate-audit").string, ["verify", model.model.string] + arguments)
    }
    #expect(try await verify("--policy", good).status == 0)
    let broken = try await verify("--policy", bad)
    #expect(
      broken.status == 78 && broken.error.contains("'signers' must not be empty"), "\(broken)")
    #expect(broken.error.contains("bad.yaml:2:10:") && broken.error.contains("^"), "\(broken)")
    let inside = try await verify("--policy", TrustPolicy.fileName)
    #expect(inside.status == 2 && inside.error.contains("inside the worktree"), "\(inside)")
    #expect(
      try await verify("--policy", TrustPolicy.fileName, "--policy-digest", digest).status == 0)
    let other = try await verify(
      "--policy", good, "--policy-digest", Digest.of([]).description)
    #expect(other.status == 1 && other.error.contains("not the pinned sha256:"), "\(other)")
    let head = try await verify("--policy-from", "HEAD")
    #expect(head.status == 2 && head.error.contains("names no branch, tag or commit"), "\(head)")
    #expect(try await verify("--policy", good, "--policy-from", "main").status == 64)
    #expect(try await verify("--policy-digest", digest).status == 64)
  }

  private func verdict(
    on model: AttestedModel, by key: SigningKey, isPassed: Bool = true, preset: String = "build"
  ) throws -> LedgerEntry {
    let source = try model.provenance().source
    let time = try #require(Timestamp(secondsSinceEpoch: 1_790_000_000))
    let summary = VerificationSummary(
      verifier: "urn:modelgate:gate:v1", timeVerified: time,
      resourceURI: "git+\(AttestedModel.address)",
      policy: ResourceDescriptor(uri: "urn:modelgate:preset:\(preset)"), isPassed: isPassed,
      verifiedLevels: ["ORG_SOURCE_DATA_PINNED"])
    let statement = summary.statement(about: [
      ResourceDescriptor(
        digest: ["gitCommit": source.commit.description, "gitTree": source.tree.description])
    ])
    return LedgerEntry(
      attestation: try statement.signed(with: key).encoded() + [0x0a], of: summary,
      on: source.commit)
  }

  private func rebuild(
    of model: AttestedModel, by key: SigningKey, _ outcome: RebuildResult.Outcome = .identical
  ) throws -> LedgerEntry {
    let build = try model.provenance()
    let held = try #require(try attestation(of: model))
    let result = RebuildResult(
      model: build.model, attestation: .of(held),
      source: build.source, rebuilt: build.model.payload, outcome: outcome, differences: [],
      version: "1.0.0", finishedOn: build.finishedOn)
    return LedgerEntry(
      attestation: try result.statement.signed(with: key).encoded() + [0x0a], of: result)
  }

  /// The recorded attestation of the build, not of its rebuilds.
  private func attestation(of model: AttestedModel) throws -> [UInt8]? {
    let file = try model.provenance().model.file
    return try Ledger.attestations(ofModel: file, in: Repository(at: model.root)).first { text in
      guard let envelope = try? Envelope.parse(Array(text.dropLast())),
        let payload = try? envelope.verified(with: model.ci.verificationKey)
      else { return false }
      return (try? BuildProvenance(payload)) != nil
    }
  }
}
