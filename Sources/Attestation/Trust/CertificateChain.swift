// SPDX-License-Identifier: Apache-2.0

import SwiftASN1

/// Certificates that vouch for a key: the key's own first, then those between it and a root.
///
/// Nothing is believed of them before a ``ChainJudge`` has judged them; all that is read of them here
/// is the leaf's key.
public struct CertificateChain: Sendable {
  static let label = "CERTIFICATE"
  /// More certificates than any company's authority needs.
  static let limit = 10

  /// DER, the leaf first.
  public let der: [[UInt8]]
  /// The key of the leaf.
  public let key: VerificationKey

  /// Reads certificates, the leaf first; at least one.
  public init(der: [[UInt8]]) throws(AttestationError) {
    guard (1...Self.limit).contains(der.count) else {
      throw .malformed("certificate chain", reason: "it has \(der.count) certificates")
    }
    let keys = der.compactMap { try? Self.subjectPublicKeyInfo(of: $0) }
    guard keys.count == der.count else {
      throw .malformed("certificate chain", reason: "a certificate is not one of X.509")
    }
    guard let leaf = keys.first, let key = VerificationKey(der: leaf) else {
      throw .malformed(
        "certificate chain", reason: "its key is not of P-256, P-384 or Ed25519")
    }
    self.der = der
    self.key = key
  }

  /// Reads `CERTIFICATE` blocks of PEM, the leaf first.
  public init(pem: [UInt8]) throws(AttestationError) {
    try self.init(der: try Self.der(pem: pem, "certificate chain"))
  }

  /// The certificates in `CERTIFICATE` blocks of PEM, of which there must be at least one.
  public static func der(pem: [UInt8], _ subject: String) throws(AttestationError) -> [[UInt8]] {
    guard let blocks = PEM.blocks(in: pem), !blocks.isEmpty,
      blocks.allSatisfy({ $0.label == label })
    else { throw .malformed(subject, reason: "it is not made of '\(label)' blocks of PEM") }
    return blocks.map(\.content)
  }

  /// PEM of one certificate, as the signatures of DSSE envelopes carry it.
  static func pem(_ der: [UInt8]) -> String { PEM(label: label, content: der).text }

  /// The key that a certificate is about, as RFC 5280 section 4.1 lays certificates out.
  private static func subjectPublicKeyInfo(of der: [UInt8]) throws -> [UInt8] {
    try DER.sequence(try DER.parse(der), identifier: .sequence) { parts in
      let body = try parts.next().orUnknown()
      while parts.next() != nil {}
      return try DER.sequence(body, identifier: .sequence) { fields in
        _ = try DER.optionalExplicitlyTagged(
          &fields, tagNumber: 0, tagClass: .contextSpecific
        ) { try Int(derEncoded: $0) }
        // Its serial number, algorithm, issuer, validity and subject.
        for _ in 0..<5 { _ = try fields.next().orUnknown() }
        let key = try fields.next().orUnknown()
        while fields.next() != nil {}
        return Array(key.encodedBytes)
      }
    }
  }
}
