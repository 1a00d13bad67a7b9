// SPDX-License-Identifier: Apache-2.0

public import Attestation
import FoundationEssentials
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// The roots that a company believes, and the time at which chains are judged.
public struct Authorities: ChainJudge {
  private static let limit = 1000

  private let roots: CertificateStore
  private let seconds: Int64?

  /// Reads `CERTIFICATE` blocks of PEM.
  ///
  /// `time` is in seconds since 1970 and must be one that somebody vouches for; nil for now.
  public init(pem: [UInt8], time: Int64? = nil) throws(AttestationError) {
    let der = try CertificateChain.der(pem: pem, "list of authorities")
    guard der.count <= Self.limit else {
      throw .malformed("list of authorities", reason: "it has \(der.count) certificates")
    }
    if let time, Timestamp(secondsSinceEpoch: time) == nil {
      throw .malformed("time to judge certificates at", reason: "no date has \(time) seconds")
    }
    roots = CertificateStore(try Self.read(der, "list of authorities"))
    seconds = time
  }

  private static func read(_ der: [[UInt8]], _ subject: String) throws(AttestationError)
    -> [Certificate]
  {
    do {
      return try der.map { try Certificate(derEncoded: $0) }
    } catch {
      throw .malformed(subject, reason: "a certificate is not one of X.509")
    }
  }

  /// Checks that a chain leads to one of the roots (RFC 5280 section 6) and that its leaf may sign.
  public func subject(of chain: CertificateChain) async throws(AttestationError) -> String {
    let certificates = try Self.read(chain.der, "certificate chain")
    // What is judged must be about the key that made the signature, whoever read it.
    guard let leaf = certificates.first,
      let key = try? leaf.publicKey.serializeAsPEM().derBytes, key == chain.key.subjectPublicKeyInfo
    else { throw .malformed("certificate chain", reason: "its first certificate has another key") }
    let subject = "\(leaf.subject)"
    if let reason = Self.unfitness(leaf) { throw .badCertificate(subject, reason: reason) }
    let policy = seconds.map {
      RFC5280Policy(fixedExpiryValidationTime: Date(timeIntervalSince1970: Double($0)))
    }
    var verifier = Verifier(rootCertificates: roots) { policy ?? RFC5280Policy() }
    let result = await verifier.validate(
      leaf: leaf, intermediates: CertificateStore(certificates.dropFirst()))
    if case .couldNotValidate(let failures) = result {
      let reason = failures.first.map {
        Self.words("\($0.policyFailureReason)", of: Array($0.chain))
      }
      throw .badCertificate(subject, reason: reason ?? "no trusted authority vouches for it")
    }
    return subject
  }

  /// A reason in which certificates go by their subjects: the library writes out all of each.
  private static func words(_ reason: String, of chain: [Certificate]) -> String {
    let named = chain.reduce(reason) { $0.replacing("\($1)", with: "'\($1.subject)'") }
    return named.replacing("RFC5280Policy: ", with: "").replacing("Certificate '", with: "'")
  }

  /// Key usage must allow signatures, and an extended one the signing of code.
  private static func unfitness(_ leaf: Certificate) -> String? {
    guard let usage = try? leaf.extensions.keyUsage, usage.digitalSignature else {
      return "its key usage does not allow signatures"
    }
    guard let extended = try? leaf.extensions.extendedKeyUsage else {
      let isAbsent = leaf.extensions[oid: .X509ExtensionID.extendedKeyUsage] == nil
      return isAbsent ? nil : "its extended key usage cannot be read"
    }
    return extended.contains(.codeSigning) || extended.contains(.any)
      ? nil : "its extended key usage does not allow the signing of code"
  }
}
