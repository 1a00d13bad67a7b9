// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests
import Findings

/// Where the ledger has an entry, beside one of its heads.
public enum LedgerPosition: Hashable, Sendable {
  /// The ledger held it at that head.
  case held
  /// It came later.
  case later
  /// The ledger does not hold it.
  case absent
  /// It cannot be told, for this reason.
  case unknown(String)
}

/// What a policy says of an attestation.
public enum PolicyVerdict: Hashable, Sendable {
  /// The signer with this name may attest it.
  case granted(signer: String)
  /// Nobody may, or this signer may not; says why.
  case refused(String)
  /// It cannot be told; says why.
  case undecided(String)
}

extension TrustPolicy {
  /// The names under which the policy knows a signer; `grounds` are all that is known of the key.
  public func names(of grounds: [Signer]) -> [String] {
    signers.filter { $0.identities.contains { $0.matches(grounds) } }.map(\.name)
  }

  /// Judges a claim that somebody signed.
  ///
  /// A pure function of what is known: `position` says where the ledger has the entry, beside a
  /// head that the policy names. No date plays a part.
  public func verdict(
    on claim: Claim, by grounds: [Signer], position: (ObjectID) -> LedgerPosition
  ) -> PolicyVerdict {
    let names = names(of: grounds)
    guard let key = grounds.first?.key, !names.isEmpty else {
      return .refused("the policy has no signer with the key \(grounds.first?.key.keyID ?? "")")
    }
    if let verdict = revoked(names, grounds, position) { return verdict }
    var reasons: [String] = []
    var doubt: PolicyVerdict?
    for grant in grants {
      guard let name = names.first(where: grant.signers.contains) else { continue }
      switch grant.verdict(on: claim, position) {
      case nil: return .granted(signer: name)
      case .undecided(let reason): doubt = doubt ?? .undecided(reason)
      case .refused(let reason):
        reasons.append("line \(grant.location.line ?? 1): \(reason)")
      case .granted: break
      }
    }
    if let doubt { return doubt }
    let who = "'\(names.joined(separator: "', '"))' (\(key.sshFingerprint))"
    return .refused(
      reasons.isEmpty
        ? "no grant is for the signer \(who)"
        : "no grant lets \(who) attest this \(claim.kind.rawValue): "
          + reasons.joined(separator: "; "))
  }

  private func revoked(
    _ names: [String], _ grounds: [Signer], _ position: (ObjectID) -> LedgerPosition
  ) -> PolicyVerdict? {
    var doubt: PolicyVerdict?
    for revocation in revocations where revocation.concerns(names, grounds) {
      switch revocation.verdict(position) {
      case .refused(let reason): return .refused(reason)
      case let verdict: doubt = doubt ?? verdict
      }
    }
    return doubt
  }
}

extension Revocation {
  fileprivate func concerns(_ names: [String], _ grounds: [Signer]) -> Bool {
    switch subject {
    case .signer(let name): names.contains(name)
    case .key(let identity): identity.matches(grounds)
    }
  }

  /// Nil when the entry still counts.
  fileprivate func verdict(_ position: (ObjectID) -> LedgerPosition) -> PolicyVerdict? {
    let why = PrintableText.escape(reason)
    guard let until else { return .refused("the signer's key is revoked: \(why)") }
    return switch position(until) {
    case .held: nil
    case .later, .absent:
      .refused(
        "the signer's key is revoked: \(why); the ledger did not hold this attestation at "
          + "\(until.short), where the key's word ends")
    case .unknown(let reason): .undecided(reason)
    }
  }
}

extension SignerGrant {
  /// Nil when it covers the claim.
  fileprivate func verdict(
    on claim: Claim, _ position: (ObjectID) -> LedgerPosition
  ) -> PolicyVerdict? {
    if let reason = reason(against: claim) { return .refused(reason) }
    if let after {
      switch position(after) {
      case .later: break
      case .held:
        return .refused("the ledger held it before \(after.short), where the grant begins")
      case .absent: return .refused("the ledger does not hold it, and the grant has a beginning")
      case .unknown(let reason): return .undecided(reason)
      }
    }
    if let until {
      switch position(until) {
      case .held: break
      case .later: return .refused("it was recorded after \(until.short), where the grant ends")
      case .absent: return .refused("the ledger does not hold it, and the grant has an end")
      case .unknown(let reason): return .undecided(reason)
      }
    }
    return nil
  }
}
