// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests
public import Findings

/// Whose word counts for what: which signer may attest which builds, until where in the ledger, and
/// what must have been attested before a model is accepted.
///
/// One file says it all, keys included, so that one digest pins it all. Nothing is allowed that it
/// does not allow, and a list that would mean "anyone" has to say `any`.
public struct TrustPolicy: Sendable {
  /// Where a repository keeps it.
  public static let fileName = ".modelgate/trust.yaml"

  /// Somebody with a name and the ways in which they are known.
  public struct NamedSigner: Sendable {
    /// The name, unique within the policy.
    public let name: String
    /// Each of these is enough.
    public let identities: [SignerIdentity]
  }

  /// Who there is.
  public internal(set) var signers: [NamedSigner] = []
  /// Who may attest what; at least one.
  public internal(set) var grants: [SignerGrant] = []
  /// Whose word counts no more.
  public internal(set) var revocations: [Revocation] = []
  /// What must hold besides.
  public internal(set) var requirements: [Requirement] = []
  /// Whether data may rest on digests that can be forged, such as the MD5 of DVC's manifests.
  public internal(set) var acceptsWeakDigests = true
  /// Keys of OpenSSH and the principals whose they are.
  public internal(set) var allowedSigners: AllowedSigners?
  /// The authorities whose certificates count, in PEM.
  public internal(set) var authorities: [UInt8]?

  init() {}

  /// The heads of the ledger that it names.
  public var ledgerHeads: Set<ObjectID> {
    Set(
      grants.flatMap { [$0.after, $0.until] }.compactMap(\.self) + revocations.compactMap(\.until))
  }

  /// The keys that the policy holds in full.
  public var keys: [VerificationKey] {
    signers.flatMap(\.identities).compactMap { identity in
      if case .key(let key) = identity { key } else { nil }
    }
  }
}

/// By what a signer is known.
public enum SignerIdentity: Hashable, Sendable {
  /// The public key itself.
  case key(VerificationKey)
  /// A key by its id, 64 lower-case hexadecimal digits; whoever verifies has to give the key.
  case keyID(String)
  /// A key by the fingerprint that OpenSSH shows, `SHA256:…`; likewise.
  case fingerprint(String)
  /// Whoever `allowed_signers` says that this principal is.
  case principal(String)
  /// Whoever a trusted authority certified for this subject, in full, as RFC 4514 writes it.
  case certificate(subject: String)

  /// Whether it is the signer of something; `grounds` are all that is known of the one key.
  ///
  /// Texts are compared by their bytes: canonical equivalents are different names.
  func matches(_ grounds: [Signer]) -> Bool {
    grounds.contains { signer in
      switch (self, signer.ground) {
      case (.key(let key), _): key == signer.key
      case (.keyID(let id), _): id.utf8.elementsEqual(signer.key.keyID.utf8)
      case (.fingerprint(let text), _): text.utf8.elementsEqual(signer.key.sshFingerprint.utf8)
      case (.principal(let name), .principals(let patterns)):
        AllowedSigners.allows(patterns, principal: name)
      case (.certificate(let subject), .certificate(let certified)):
        subject.utf8.elementsEqual(certified.utf8)
      default: false
      }
    }
  }
}

/// That a key, or everything of a signer, counts no more.
public struct Revocation: Sendable {
  /// What is revoked.
  public enum Subject: Sendable {
    /// A signer of the policy, by name.
    case signer(String)
    /// A key, whoever's it is.
    case key(SignerIdentity)
  }

  /// What is revoked.
  public let subject: Subject
  /// The last head of the ledger whose entries still count; nil when none of them does.
  public let until: ObjectID?
  /// Why.
  public let reason: String
  /// Where it is written.
  public let location: Location
}
