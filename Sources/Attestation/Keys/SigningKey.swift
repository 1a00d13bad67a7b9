// SPDX-License-Identifier: Apache-2.0

import Files

/// A private key, here or in an agent that signs with it.
public struct SigningKey: Sendable {
  private enum Secret: Sendable {
    case scalar(PrivateScalar)
    case agent(SSHAgent)
  }

  private let secret: Secret
  /// The public half.
  public let verificationKey: VerificationKey
  /// Whether it is one of OpenSSH's, whose users expect a signature that ssh-keygen checks.
  public let isSSH: Bool
  /// The certificates that vouch for the key; nil when it stands for itself.
  public internal(set) var chain: CertificateChain?

  init(_ scalar: PrivateScalar, isSSH: Bool = false) {
    secret = .scalar(scalar)
    verificationKey = VerificationKey(scalar.point)
    self.isSSH = isSSH
  }

  /// A key whose private half an agent holds.
  init(_ key: VerificationKey, in agent: SSHAgent) {
    secret = .agent(agent)
    verificationKey = key
    isSSH = true
  }

  /// Makes a new key from the system's random numbers, on P-256 unless another scheme is asked for.
  public static func generate(_ scheme: SignatureScheme = .ecdsaP256) -> SigningKey {
    SigningKey(PrivateScalar.generate(scheme))
  }

  /// PEM of PKCS#8, secret; nil when an agent holds the key.
  public var pem: String? {
    guard case .scalar(let scalar) = secret else { return nil }
    return PEM(label: "PRIVATE KEY", content: scalar.der).text
  }

  /// Signs bytes; the form of the signature is its scheme's.
  public func signature(for bytes: [UInt8]) throws(AttestationError) -> [UInt8] {
    switch secret {
    case .agent(let agent): return try agent.signature(for: bytes, with: verificationKey)
    case .scalar(let scalar):
      do {
        return try scalar.signature(for: bytes)
      } catch {
        throw .unusableKey("the private key", reason: "signing failed (\(error))")
      }
    }
  }
}
