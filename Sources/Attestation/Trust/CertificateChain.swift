// SPDX-License-Identifier: Apache-2.0

import Crypto
import SwiftASN1
import X509

/// Certificates that vouch for a key: the key's own first, then those between it and a root.
///
/// Nothing is believed of them before ``Authorities`` has judged them.
public struct CertificateChain: Sendable {
  static let label = "CERTIFICATE"
  /// More certificates than any company's authority needs.
  static let limit = 10

  /// DER, the leaf first.
  public let der: [[UInt8]]
  /// The key of the leaf.
  public let key: VerificationKey
  let certificates: [Certificate]

  /// Reads certificates, the leaf first; at least one.
  public init(der: [[UInt8]]) throws(AttestationError) {
    guard (1...Self.limit).contains(der.count) else {
      throw .malformed("certificate chain", reason: "it has \(der.count) certificates")
    }
    do {
      certificates = try der.map { try Certificate(derEncoded: $0) }
    } catch {
      throw .malformed("certificate chain", reason: "a certificate is not one of X.509")
    }
    guard let leaf = certificates.first,
      let point = PublicPoint(leaf.publicKey)
    else {
      throw .malformed(
        "certificate chain", reason: "its key is not of P-256, P-384 or Ed25519")
    }
    self.der = der
    key = VerificationKey(point)
  }

  /// Reads `CERTIFICATE` blocks of PEM, the leaf first.
  public init(pem: [UInt8]) throws(AttestationError) {
    try self.init(der: try Self.der(pem: pem, "certificate chain"))
  }

  static func der(pem: [UInt8], _ subject: String) throws(AttestationError) -> [[UInt8]] {
    guard let blocks = PEM.blocks(in: pem), !blocks.isEmpty,
      blocks.allSatisfy({ $0.label == label })
    else { throw .malformed(subject, reason: "it is not made of '\(label)' blocks of PEM") }
    return blocks.map(\.content)
  }

  /// PEM of one certificate, as the signatures of DSSE envelopes carry it.
  static func pem(_ der: [UInt8]) -> String { PEM(label: label, content: der).text }

  /// The leaf's subject, as RFC 4514 writes names.
  public var subject: String { certificates.first.map { "\($0.subject)" } ?? "" }
}

extension PublicPoint {
  /// The key of a certificate; nil when it is of another kind.
  fileprivate init?(_ key: Certificate.PublicKey) {
    if let key = P256.Signing.PublicKey(key) {
      self = .p256(key)
    } else if let key = P384.Signing.PublicKey(key) {
      self = .p384(key)
    } else if let key = Curve25519.Signing.PublicKey(key) {
      self = .ed25519(key)
    } else {
      return nil
    }
  }
}
