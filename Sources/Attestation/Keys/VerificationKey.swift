// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
public import SystemPackage

/// A public key, and the names that the formats of the field give it.
public struct VerificationKey: Hashable, Sendable {
  /// Longer files are no public keys.
  private static let sizeLimit = 64 << 10

  /// How its signatures are made.
  public let scheme: SignatureScheme
  /// The key as DER SubjectPublicKeyInfo (RFC 5280 section 4.1), which is its identity.
  public let subjectPublicKeyInfo: [UInt8]
  let point: PublicPoint

  init(_ point: PublicPoint) {
    self.point = point
    scheme = point.scheme
    subjectPublicKeyInfo = (PublicKeyInfo.of(scheme)?.start ?? []) + point.bytes
  }

  /// Reads a SubjectPublicKeyInfo; nil when it holds no key of a kind that is known.
  init?(der: [UInt8]) {
    for kind in PublicKeyInfo.all {
      guard let bytes = kind.point(der) else { continue }
      guard let point = PublicPoint(kind.scheme, point: bytes) else { return nil }
      self.init(point)
      return
    }
    return nil
  }

  /// Reads a `PUBLIC KEY` block of PEM, or the line of a public key file of OpenSSH.
  public init(pem: [UInt8]) throws(AttestationError) {
    try self.init(pem: pem, subject: "the public key")
  }

  /// Reads a file with a `PUBLIC KEY` block of PEM, or a public key file of OpenSSH.
  public init(pemFile path: FilePath) throws(AttestationError) {
    let content: [UInt8]
    do throws(FileError) {
      content = try SmallFile.read(path, limit: Self.sizeLimit)
    } catch {
      throw .file(error)
    }
    try self.init(pem: content, subject: "public key '\(path.printable)'")
  }

  private init(pem: [UInt8], subject: String) throws(AttestationError) {
    if let key = Self.ssh(pem) {
      self = key
      return
    }
    guard let blocks = PEM.blocks(in: pem), let block = blocks.first, blocks.count == 1 else {
      throw .unusableKey(subject, reason: "it is not one block of PEM, nor a key of OpenSSH")
    }
    guard !block.label.hasSuffix("PRIVATE KEY") else {
      throw .unusableKey(subject, reason: "it is a private key; give the public one")
    }
    guard block.label == "PUBLIC KEY", let key = VerificationKey(der: block.content) else {
      throw .unusableKey(subject, reason: "it holds no P-256, P-384 or Ed25519 public key")
    }
    self = key
  }

  /// PEM with lines of 64 columns and a newline at the end.
  public var pem: String { PEM(label: "PUBLIC KEY", content: subjectPublicKeyInfo).text }

  /// The name that securesystemslib and in-toto compute and demand: SHA-256 in hexadecimal over the
  /// key in OLPC canonical JSON, which leaves the newlines of a PEM text as they are.
  ///
  /// ECDSA keys are named by their PEM, Ed25519 keys by their 32 bytes in hexadecimal.
  public var keyID: String {
    let value = scheme == .ed25519 ? Hex.encode(point.bytes) : pem
    let text =
      #"{"keytype":"\#(scheme.keyType)","keyval":{"public":"\#(value)"},"scheme":"\#(scheme.name)"}"#
    return Digest.of(Array(text.utf8)).hex
  }

  /// The hint of a Sigstore bundle: SHA-256 of the SubjectPublicKeyInfo in base64.
  public var sigstoreHint: String { Base64.encode(Digest.of(subjectPublicKeyInfo).bytes) }

  /// The hint of an OpenSSF Model Signing bundle: SHA-256 of the PEM text in hexadecimal.
  public var omsHint: String { Digest.of(Array(pem.utf8)).hex }

  /// Whether the holder of the private key signed these bytes.
  public func isValid(signature: [UInt8], over bytes: [UInt8]) -> Bool {
    point.isValid(signature: signature, over: bytes)
  }

  /// Whether both are the same key.
  public static func == (left: VerificationKey, right: VerificationKey) -> Bool {
    left.subjectPublicKeyInfo == right.subjectPublicKeyInfo
  }

  /// Hashes the key's identity.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(subjectPublicKeyInfo)
  }
}
