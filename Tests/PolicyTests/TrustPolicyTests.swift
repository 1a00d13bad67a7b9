// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Testing

@testable import Policy

/// Keys and texts that the tests of policies share.
enum PolicyExample {
  static let ci = SigningKey.generate().verificationKey
  static let dev = SigningKey.generate().verificationKey
  static let head = String(repeating: "a", count: 40)

  static func quoted(_ key: VerificationKey) -> String {
    "\"\(key.pem.replacing("\n", with: "\\n"))\""
  }

  /// A policy with one signer and one grant; `more` stands at the end.
  static func text(grant: String = "", more: String = "") -> String {
    """
    version: 1
    signers:
      ci: { keys: [\(quoted(ci))] }
      dev: { keys: [\(dev.keyID)] }
    grants:
      - signers: [ci]
        attests: [build]
        builders: ["https://ci.example.org/*"]
        pipelines: [churn, "fraud-*"]
        repositories: ["https://git.example.org/**"]
        refs: [main, refs/tags/v*]
    \(grant)
    \(more)
    """
  }

  static func policy(grant: String = "", more: String = "") throws -> TrustPolicy {
    try TrustPolicy(parsing: Array(text(grant: grant, more: more).utf8))
  }

  static let claim = Claim(
    .build, builder: "https://ci.example.org/7", pipeline: "churn",
    repository: "https://git.example.org/team/models.git", reference: "refs/heads/main")
}

@Suite struct TrustPolicyTests {
  private func verdict(
    _ change: (inout Claim) -> Void = { _ in }, by key: VerificationKey = PolicyExample.ci,
    of policy: TrustPolicy? = nil, at position: LedgerPosition = .held
  ) throws -> PolicyVerdict {
    var claim = PolicyExample.claim
    change(&claim)
    return try (policy ?? PolicyExample.policy()).verdict(
      on: claim, by: Trust(keys: [key]).signers
    ) { _ in position }
  }

  private func reason(_ verdict: PolicyVerdict) -> String {
    switch verdict {
    case .granted: "granted"
    case .refused(let reason): reason
    case .undecided(let reason): "undecided: \(reason)"
    }
  }

  @Test func whatAGrantNamesIsGranted() throws {
    #expect(try verdict() == .granted(signer: "ci"))
    #expect(try verdict { $0.pipeline = "fraud-2" } == .granted(signer: "ci"))
    #expect(try verdict { $0.reference = "refs/tags/v1.0" } == .granted(signer: "ci"))
  }

  /// Attack 39: a valid signature in the wrong role.
  @Test func keyConfusionADevelopersKeySignsAsCI() throws {
    let reason = try reason(verdict(by: PolicyExample.dev))
    #expect(reason.hasPrefix("no grant is for the signer 'dev'"))
    let stranger = try self.reason(verdict(by: SigningKey.generate().verificationKey))
    #expect(stranger.hasPrefix("the policy has no signer with the key "))
  }

  @Test(arguments: [
    ("builder", "https://ci.example.org/7/evil"), ("builder", "https://ci.example.org.evil/7"),
    ("pipeline", "churn2"), ("pipeline", "fraud-a/b"), ("pipeline", "CHURN"),
    ("repository", "https://git.example.org.evil/x"), ("repository", "http://git.example.org/x"),
    ("reference", "refs/heads/main2"), ("reference", "refs/heads/x/main"),
    ("reference", "refs/tags/w1"), ("reference", "refs/tags/v1/x"), ("reference", "main"),
    // Cyrillic letters that look like Latin ones, and another composition of one that has an accent.
    ("pipeline", "\u{441}hurn"), ("reference", "refs/heads/m\u{430}in"),
  ])
  func whatNoPatternNamesIsRefused(_ part: String, _ value: String) throws {
    let verdict = try verdict { claim in
      switch part {
      case "builder": claim.builder = value
      case "pipeline": claim.pipeline = value
      case "repository": claim.repository = value
      default: claim.reference = value
      }
    }
    #expect(reason(verdict).contains("line 6: it is not for the \(part) '"), "\(verdict)")
  }

  @Test func whatAnAttestationDoesNotSayMatchesNoPattern() throws {
    for change in [
      { $0.builder = nil }, { $0.pipeline = nil }, { $0.repository = nil }, { $0.reference = nil },
    ] as [(inout Claim) -> Void] {
      let reason = try reason(verdict(change))
      #expect(reason.contains("names, and the attestation has none"))
    }
  }

  /// Attack 42, by policy: who may attest builds may not attest verdicts.
  @Test func aGrantIsForTheKindsThatItNames() throws {
    for kind in Claim.Kind.allCases where kind != .build {
      let reason = try reason(verdict { $0.kind = kind })
      #expect(reason.contains("it is not for a \(kind.rawValue)"))
    }
  }

  @Test(
    arguments: [
      ("until", .held, "granted"), ("until", .later, "recorded after aaaaaaaaaaaa"),
      ("until", .absent, "the ledger does not hold it, and the grant has an end"),
      ("until", .unknown("no ledger"), "undecided: no ledger"), ("after", .later, "granted"),
      ("after", .held, "the ledger held it before aaaaaaaaaaaa"),
      ("after", .absent, "the ledger does not hold it, and the grant has a beginning"),
      ("after", .unknown("no ledger"), "undecided: no ledger"),
    ] as [(String, LedgerPosition, String)])
  func grantsBeginAndEndInTheOrderOfTheLedger(
    _ bound: String, _ position: LedgerPosition, _ expected: String
  ) throws {
    let policy = try PolicyExample.policy(grant: "    \(bound): \"\(PolicyExample.head)\"")
    #expect(reason(try verdict(of: policy, at: position)).contains(expected))
  }

  /// Attack 19: what was signed after a key was lost does not count, whatever date it bears.
  @Test(arguments: [
    (LedgerPosition.held, "granted"), (.later, "is revoked: stolen; the ledger did not hold"),
    (.absent, "is revoked: stolen; the ledger did not hold"),
    (.unknown("no ledger"), "undecided: no ledger"),
  ])
  func backDatedKeyUseAfterARevocation(_ position: LedgerPosition, _ expected: String) throws {
    let head = PolicyExample.head
    for subject in ["signer: ci", "key: \(PolicyExample.ci.keyID)"] {
      let policy = try PolicyExample.policy(
        more: "revocations: [{ \(subject), until: \"\(head)\", reason: stolen }]")
      #expect(policy.ledgerHeads.map(\.description) == [head])
      #expect(reason(try verdict(of: policy, at: position)).contains(expected))
    }
    let never = try PolicyExample.policy(
      more: "revocations: [{ key: \"\(PolicyExample.ci.sshFingerprint)\", reason: stolen }]")
    #expect(reason(try verdict(of: never, at: position)) == "the signer's key is revoked: stolen")
  }

  @Test func aPrincipalIsWhoeverTheSignersFileSays() throws {
    let line = "*@example.org,!eve@example.org"
    #expect(AllowedSigners.allows(line, principal: "ada@example.org"))
    #expect(!AllowedSigners.allows(line, principal: "eve@example.org"))
    #expect(!AllowedSigners.allows(line, principal: "ada@example.com"))
    #expect(!AllowedSigners.allows("", principal: ""))
  }
}
