// SPDX-License-Identifier: Apache-2.0

/// Everything that a verifier believes: keys, signers of OpenSSH, authorities.
public struct Trust: Sendable {
  /// Those whose signatures count.
  public private(set) var signers: [Signer]
  /// Those whose certificates count.
  public var authorities: (any ChainJudge)?

  /// Believes these keys, and what the authorities vouch for.
  public init(keys: [VerificationKey], authorities: (any ChainJudge)? = nil) {
    signers = keys.map { Signer(key: $0, ground: .key) }
    self.authorities = authorities
  }

  /// Whether nothing could ever be believed.
  public var isEmpty: Bool { signers.isEmpty && authorities == nil }

  /// All that is known of whoever signed something: other reasons to believe the same key as well.
  public func grounds(of signer: Signer) -> [Signer] {
    [signer] + signers.filter { $0.key == signer.key && $0 != signer }
  }

  /// Also believes the lines of an `allowed_signers` file that allow a purpose at a time, in seconds
  /// since 1970.
  public mutating func add(
    _ allowed: AllowedSigners, namespace: String = SSHSignature.attestationNamespace,
    time: Int64
  ) {
    for entry in allowed.entries where entry.allows(namespace, at: time) {
      signers.append(Signer(key: entry.key, ground: .principals(entry.principals)))
    }
  }

  /// Checks that one of those who are believed made the one signature, and gives out what it signed.
  ///
  /// The error names the last reason; the key id plays no part.
  public func verify(_ envelope: Envelope) async throws(AttestationError) -> VerifiedPayload {
    guard let signature = envelope.signatures.first, envelope.signatures.count == 1 else {
      throw .signatureCount(envelope.signatures.count)
    }
    if let payload = verifiedByKey(envelope) { return payload }
    guard let authorities, !signature.certificates.isEmpty else {
      throw .badSignature(keyID: signers.last?.key.keyID ?? signature.keyID)
    }
    let chain = try CertificateChain(der: signature.certificates)
    let payload = try envelope.verified(with: chain.key)
    let subject = try await authorities.subject(of: chain)
    return payload.by(Signer(key: chain.key, ground: .certificate(subject: subject)))
  }

  /// What one of those signed whose keys are known; nil when none of them did, whoever else may have.
  public func verifiedByKey(_ envelope: Envelope) -> VerifiedPayload? {
    for signer in signers {
      if let payload = try? envelope.verified(with: signer.key) { return payload.by(signer) }
    }
    return nil
  }

  /// Whether an authority that is believed vouches for the key of a chain.
  public func vouchesFor(_ chain: CertificateChain) async -> Bool {
    guard let authorities else { return false }
    return (try? await authorities.subject(of: chain)) != nil
  }

  /// The chain that came with an envelope, when its key made the one signature and the authorities
  /// are to be asked about it; nil when there is none.
  public func chain(of envelope: Envelope) -> CertificateChain? {
    guard authorities != nil, let certificates = envelope.signatures.first?.certificates,
      !certificates.isEmpty, let chain = try? CertificateChain(der: certificates),
      (try? envelope.verified(with: chain.key)) != nil
    else { return nil }
    return chain
  }
}
