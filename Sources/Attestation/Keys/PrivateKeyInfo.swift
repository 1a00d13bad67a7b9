// SPDX-License-Identifier: Apache-2.0

import SwiftASN1

/// Reads private keys in DER: PKCS#8 (RFC 5958) and SEC 1 (RFC 5915).
enum PrivateKeyInfo {
  /// All of a PKCS#8 file of Ed25519 but the seed (RFC 8410 section 7).
  static let ed25519Start: [UInt8] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  private static let ecPublicKey: ASN1ObjectIdentifier = [1, 2, 840, 10045, 2, 1]
  private static let ed25519: ASN1ObjectIdentifier = [1, 3, 101, 112]

  /// The content of a `PRIVATE KEY` block; nil when it holds no key of a kind that is known.
  static func pkcs8(_ der: [UInt8]) -> PrivateScalar? {
    try? DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
      let version = try Int(derEncoded: &nodes)
      let algorithm = try AlgorithmIdentifier(derEncoded: &nodes)
      let content = Array(try ASN1OctetString(derEncoded: &nodes).bytes)
      // Attributes and a copy of the public key may follow; nothing rests on them.
      while nodes.next() != nil {}
      guard (0...1).contains(version) else { throw unknown }
      return try scalar(algorithm, content)
    }
  }

  private static func scalar(_ algorithm: AlgorithmIdentifier, _ content: [UInt8]) throws
    -> PrivateScalar
  {
    switch algorithm.identifier {
    case ed25519:
      guard algorithm.parameters == nil else { throw unknown }
      let seed = Array(try ASN1OctetString(derEncoded: content).bytes)
      return try PrivateScalar(.ed25519, bytes: seed).orUnknown()
    case ecPublicKey:
      let curve = try algorithm.parameters.map { try ASN1ObjectIdentifier(derEncoded: $0) }
      return try sec1(content, curve: curve).orUnknown()
    default: throw unknown
    }
  }

  /// The content of an `EC PRIVATE KEY` block, or of the string in PKCS#8, which names the curve
  /// outside; nil when it holds no key of a curve that is known, or its halves do not fit.
  static func sec1(_ der: [UInt8], curve outer: ASN1ObjectIdentifier? = nil) -> PrivateScalar? {
    try? DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
      let version = try Int(derEncoded: &nodes)
      let number = Array(try ASN1OctetString(derEncoded: &nodes).bytes)
      let inner = try DER.optionalExplicitlyTagged(
        &nodes, tagNumber: 0, tagClass: .contextSpecific
      ) { try ASN1ObjectIdentifier(derEncoded: $0) }
      let point = try DER.optionalExplicitlyTagged(
        &nodes, tagNumber: 1, tagClass: .contextSpecific
      ) { try ASN1BitString(derEncoded: $0) }
      guard version == 1, let curve = outer ?? inner, inner ?? curve == curve else { throw unknown }
      let scalar = try PrivateScalar(try scheme(curve), bytes: number).orUnknown()
      guard point.map({ Array($0.bytes) == scalar.point.bytes }) ?? true else { throw unknown }
      return scalar
    }
  }

  private static func scheme(_ curve: ASN1ObjectIdentifier) throws -> SignatureScheme {
    switch curve {
    case [1, 2, 840, 10045, 3, 1, 7]: .ecdsaP256
    case [1, 3, 132, 0, 34]: .ecdsaP384
    default: throw unknown
    }
  }

  static let unknown = ASN1Error.invalidASN1Object(reason: "not a key of a kind that is known")
}

/// An algorithm and its parameters, RFC 5280 section 4.1.1.2.
struct AlgorithmIdentifier {
  let identifier: ASN1ObjectIdentifier
  let parameters: ASN1Node?

  init(derEncoded nodes: inout ASN1NodeCollection.Iterator) throws {
    guard let node = nodes.next() else { throw PrivateKeyInfo.unknown }
    try self.init(node)
  }

  init(_ node: ASN1Node) throws {
    (identifier, parameters) = try DER.sequence(node, identifier: .sequence) { parts in
      (try ASN1ObjectIdentifier(derEncoded: &parts), parts.next())
    }
  }
}

extension Optional {
  /// What is there, or the error that the bytes hold no key that is known.
  func orUnknown() throws -> Wrapped {
    guard let self else { throw PrivateKeyInfo.unknown }
    return self
  }
}
