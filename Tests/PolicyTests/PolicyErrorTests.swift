// SPDX-License-Identifier: Apache-2.0

import Attestation
import Configuration
import Findings
import Testing

@testable import Policy

/// Everything that a policy must not say, each with its message and its place.
@Suite struct PolicyErrorTests {
  private func complaint(_ text: String) -> String? {
    do {
      _ = try TrustPolicy(parsing: Array(text.utf8))
      return nil
    } catch {
      #expect(error.status == .badConfiguration)
      return error.message
    }
  }

  @Test func theExampleIsAPolicy() throws {
    let policy = try PolicyExample.policy(
      more: """
        require: [clean, gated, rebuilt, recorded, signed, "reachable-from=v1.*"]
        minimum_digest: sha256
        """)
    #expect(policy.keys == [PolicyExample.ci])
    #expect(policy.requirements.count == 6 && !policy.acceptsWeakDigests)
  }

  @Test(arguments: [
    ("refs: [main, refs/tags/v*]", "refs: []", "'refs' of the grant must not be empty"),
    ("refs: [main, refs/tags/v*]", "refs: main", "'refs' of the grant must be a list, or the word"),
    ("refs: [main, refs/tags/v*]", "refs: [\"\"]", "must not be empty or hold a NUL"),
    ("refs: [main, refs/tags/v*]", "refs: [\"[\"]", "'[' is no pattern: a '[' is not closed"),
    ("refs: [main, refs/tags/v*]", "refs:", "'refs' of the grant must be a list, not null"),
    ("    refs: [main, refs/tags/v*]\n", "", "the grant lacks the key 'refs'"),
    ("- signers: [ci]", "- signers: []", "'signers' of the grant must not be empty"),
    ("- signers: [ci]", "- signers: [c1]", "'signers' has no 'c1'; did you mean 'ci'?"),
    ("- signers: [ci]", "- signers: [\u{441}i]", "'signers' has no '"),
    ("attests: [build]", "attests: [builds]", "'attests' takes build, signature, verdict, rebuild"),
    ("attests: [build]", "attests: []", "'attests' of the grant must not be empty"),
    ("attests: [build]", "attests: [build]\n    atests: [x]", "did you mean 'attests'?"),
    ("attests: [build]", "attests: [build]\n    attests: [verdict]", "key 'attests' stands twice"),
    ("attests: [build]", "attests: [build]\n    until: abc", "must be a head of the ledger"),
    ("attests: [build]", "attests: [build]\n    until: 2026-01-01", "must be a head of the"),
    ("version: 1", "version: 2", "'version' must be 1"),
    ("version: 1\n", "", "the policy lacks the key 'version'"),
    ("  ci: {", "  c i: {", "'c i' can't name a signer"),
    ("ci: { keys: [", "ci: { keys: [abc, ", "is no public key of PEM or OpenSSH, no key id"),
    ("ci: { keys:", "ci: { kees:", "did you mean 'keys'?"),
  ])
  func mistakes(_ old: String, _ new: String, _ expected: String) throws {
    let text = PolicyExample.text()
    #expect(complaint(text) == nil)
    let broken = text.replacing(old, with: new, maxReplacements: 1)
    try #require(broken != text, "'\(old)' is in the example")
    let message = try #require(complaint(broken), "'\(new)' must be refused")
    #expect(message.contains(expected), "\(message)")
    #expect(message.contains("\(TrustPolicy.fileName):") && message.contains("^"), "\(message)")
  }

  @Test(arguments: [
    ("signers: {}\ngrants: []", "'signers' must not be empty"),
    ("signers:\ngrants: []", "'signers' must not be empty"),
    ("grants: []", "the policy lacks the key 'signers'"),
    ("signers: {a: {}}\ngrants: []", "signer 'a' needs one of keys, principal, certificate"),
    ("signers: {a: {keys: []}}\ngrants: []", "'keys' of signer 'a' must not be empty"),
    ("signers: {a: {principal: a@b}}", "the policy lacks the key 'grants'"),
    ("signers: {a: {principal: \"*\"}}\ngrants: []", "must be one name, not a pattern"),
    ("signers: {a: {principal: \"a,b\"}}\ngrants: []", "must be one name, not a pattern"),
    ("signers: {a: {principal: \"a b\"}}\ngrants: []", "holds U+20; only printable ASCII"),
    ("signers: {a: {principal: \"\u{430}da@b\"}}\ngrants: []", "holds U+430; only printable ASCII"),
    ("signers: {a: {principal: \"a\u{200b}@b\"}}\ngrants: []", "holds U+200B; only printable"),
    ("signers: {a: {principal: x}, b: {principal: x}}\ngrants: []", "'b' is known by what signer"),
    ("signers: {a: {principal: x}}\ngrants: []\nrequire: []", "'require' must not be empty"),
    ("signers: {a: {principal: x}}\ngrants: []\nrequire: [sined]", "did you mean 'signed'?"),
    ("signers: {a: {principal: x}}\ngrants: []\nrequire: [reachable-from=]", "is no requirement"),
    ("signers: {a: {principal: x}}\ngrants: []\nminimum_digest: md5", "must be 'sha256' or 'any'"),
    (
      "signers: {a: {principal: x}}\ngrants: []\nrevocations: []", "'revocations' must not be empty"
    ),
    (
      "signers: {a: {principal: x}}\ngrants: []\nrevocations: [{reason: x}]",
      "must have either 'signer' or 'key'"
    ),
    (
      "signers: {a: {principal: x}}\ngrants: []\nrevocations: [{signer: a}]",
      "the revocation lacks the key 'reason'"
    ),
    (
      "signers: {a: {principal: x}}\ngrants: []\nallowed_signers: \"a cert-authority ssh-rsa A\"",
      "line 1 of 'allowed_signers': "
    ),
    (
      "signers: {a: {keys: [\(String(repeating: "0", count: 64))]}}\ngrants: []\n"
        + "allowed_signers: \"# none\"", "no signer has a 'principal'"
    ),
    ("trusted: everyone", "unknown key 'trusted' in the policy"),
  ])
  func mistakesOfWholeFiles(_ text: String, _ expected: String) throws {
    let message = try #require(complaint("version: 1\n" + text))
    #expect(message.contains(expected), "\(message)")
  }

  /// One key under two names would have the rights of both.
  @Test func oneKeyBelongsToOneSigner() throws {
    for spelling in [
      PolicyExample.quoted(PolicyExample.ci), PolicyExample.ci.keyID,
      "\"\(PolicyExample.ci.sshFingerprint)\"",
    ] {
      let text = PolicyExample.text().replacing(
        "[\(PolicyExample.dev.keyID)]", with: "[\(spelling)]")
      let message = try #require(complaint(text))
      #expect(message.contains("signer 'dev' is known by what signer 'ci' is known by"))
    }
  }
}
