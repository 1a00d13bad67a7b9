// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Findings
import GitAccess
import Ledger
import Policy

/// Whether a policy lets a signer attest what they attested.
struct PolicyCheck {
  let source: PolicySource
  let trust: Trust

  /// Judges a signed claim; `entry` is what the ledger would call it.
  func verdict(
    on claim: Claim, by signer: Signer, entry: Digest, in repository: borrowing Repository?
  ) -> PolicyVerdict {
    var positions: [ObjectID: LedgerPosition] = [:]
    for head in source.policy.ledgerHeads {
      switch repository {
      case .some(let repository):
        positions[head] = Self.position(of: entry, at: head, in: repository)
      case .none: positions[head] = .unknown("there is no repository with a ledger here")
      }
    }
    return source.policy.verdict(on: claim, by: trust.grounds(of: signer)) {
      positions[$0] ?? .unknown("the ledger was not looked at")
    }
  }

  /// By what the ledger held at a head, never by what anybody says of time.
  private static func position(
    of entry: Digest, at head: ObjectID, in repository: borrowing Repository
  ) -> LedgerPosition {
    do {
      guard let now = try Ledger.trustedHead(of: repository) else {
        return .unknown("there is no ledger here, and the policy names its head \(head.short)")
      }
      guard try repository.contains(head), try repository.isReachable(head, from: now) else {
        return .unknown("the ledger here does not continue \(head.short), which the policy names")
      }
      if try Ledger.contains(entry, at: head, in: repository) { return .held }
      return try Ledger.contains(entry, at: now, in: repository) ? .later : .absent
    } catch {
      return .unknown((error as? any ExplainedError)?.message ?? "\(error)")
    }
  }

  func point(_ verdict: PolicyVerdict) -> AuditPoint {
    let place = "\(source.place), \(source.digest)"
    let point =
      switch verdict {
      case .granted(let signer):
        AuditPoint("policy", .proved, "\(place), lets '\(signer)' attest it")
      case .refused(let reason): AuditPoint("policy", .failed, "\(reason); by \(place)")
      case .undecided(let reason):
        AuditPoint(
          "policy", .unknown, "\(reason); by \(place)", hints: ["modelgate audit ledger fetch"])
      }
    return point.demanded
  }
}

extension AttestedBuild {
  /// What the attestation says, or what somebody else says of the same build.
  func claim(_ kind: Claim.Kind, builder: String?) -> Claim {
    Claim(
      kind, builder: builder, pipeline: provenance.pipeline,
      repository: provenance.source.repository, reference: provenance.source.reference)
  }
}
