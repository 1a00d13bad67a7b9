// SPDX-License-Identifier: Apache-2.0

import Crypto

/// How OpenSSH names a kind of key, and writes its points and signatures.
///
/// Source: RFC 5656 section 3 and RFC 8709. RSA, DSA and keys in security tokens (`sk-…`, whose
/// signatures cover more than the message) have no plain signature that a DSSE verifier could check.
struct SSHKeyKind: Sendable {
  let scheme: SignatureScheme
  /// The name that starts a key and a signature.
  let name: String
  /// The curve's name inside of an ECDSA key; nil where there is none.
  let curve: String?
  /// Bytes of a scalar.
  let length: Int

  static let all = [
    SSHKeyKind(scheme: .ed25519, name: "ssh-ed25519", curve: nil, length: 32),
    SSHKeyKind(scheme: .ecdsaP256, name: "ecdsa-sha2-nistp256", curve: "nistp256", length: 32),
    SSHKeyKind(scheme: .ecdsaP384, name: "ecdsa-sha2-nistp384", curve: "nistp384", length: 48),
  ]

  static func of(_ scheme: SignatureScheme) -> SSHKeyKind? { all.first { $0.scheme == scheme } }

  static func named(_ name: String) -> SSHKeyKind? { all.first { $0.name.isSameText(as: name) } }

  /// Writes a public key: kind, curve, point.
  func blob(_ point: PublicPoint) -> [UInt8] {
    var writer = SSHWriter()
    writer.string(name)
    if let curve { writer.string(curve) }
    writer.string(point.bytes)
    return writer.bytes
  }

  /// Reads a public key; nil when it is of a kind that is not known.
  static func key(blob: [UInt8]) -> VerificationKey? {
    var reader = SSHReader(blob)
    guard let name = reader.text(), let kind = named(name) else { return nil }
    if let curve = kind.curve {
      guard let text = reader.text(), text.isSameText(as: curve) else { return nil }
    }
    guard let bytes = reader.string(), reader.isAtEnd,
      let point = PublicPoint(kind.scheme, point: bytes)
    else { return nil }
    return VerificationKey(point)
  }

  /// Writes a signature: kind, then the signature in SSH's form.
  func blob(signature: [UInt8]) -> [UInt8]? {
    var writer = SSHWriter()
    writer.string(name)
    if scheme == .ed25519 {
      writer.string(signature)
      return writer.bytes
    }
    guard let numbers = Self.numbers(signature, scheme) else { return nil }
    var pair = SSHWriter()
    pair.number(numbers.prefix(length))
    pair.number(numbers.suffix(length))
    writer.string(pair.bytes)
    return writer.bytes
  }

  /// Reads a signature of this kind into the form of its scheme; nil when it is another's.
  func signature(blob: [UInt8]) -> [UInt8]? {
    var reader = SSHReader(blob)
    guard let kind = reader.text(), kind.isSameText(as: name), let content = reader.string(),
      reader.isAtEnd
    else { return nil }
    if scheme == .ed25519 { return content.count == 64 ? content : nil }
    var pair = SSHReader(content)
    guard let first = pair.number(length: length), let second = pair.number(length: length),
      pair.isAtEnd
    else { return nil }
    return Self.der(first + second, scheme)
  }

  private static func numbers(_ der: [UInt8], _ scheme: SignatureScheme) -> [UInt8]? {
    if scheme == .ecdsaP256 {
      let signature = try? P256.Signing.ECDSASignature(derRepresentation: der)
      return signature.map { Array($0.rawRepresentation) }
    }
    let signature = try? P384.Signing.ECDSASignature(derRepresentation: der)
    return signature.map { Array($0.rawRepresentation) }
  }

  private static func der(_ numbers: [UInt8], _ scheme: SignatureScheme) -> [UInt8]? {
    if scheme == .ecdsaP256 {
      let signature = try? P256.Signing.ECDSASignature(rawRepresentation: numbers)
      return signature.map { Array($0.derRepresentation) }
    }
    let signature = try? P384.Signing.ECDSASignature(rawRepresentation: numbers)
    return signature.map { Array($0.derRepresentation) }
  }
}
