// SPDX-License-Identifier: Apache-2.0

/// A private key file of OpenSSH that is not encrypted.
///
/// Source: PROTOCOL.key of OpenSSH. The cipher of encrypted ones derives its key with bcrypt; their
/// owners have an agent, which signs without showing the key to anyone.
enum SSHPrivateKeyFile {
  static let label = "OPENSSH PRIVATE KEY"

  enum Content {
    case key(PrivateScalar)
    case encrypted
    case unknown
  }

  private static let magic = Array("openssh-key-v1\0".utf8)

  static func read(_ content: [UInt8]) -> Content {
    var reader = SSHReader(content)
    guard reader.take(magic), let cipher = reader.text(), let derivation = reader.text(),
      let options = reader.string(), reader.uint32() == 1, let publicBlob = reader.string(),
      let secret = reader.string(), reader.isAtEnd
    else { return .unknown }
    guard cipher.isSameText(as: "none") else { return .encrypted }
    guard derivation.isSameText(as: "none"), options.isEmpty, let scalar = scalar(secret),
      VerificationKey(scalar.point).sshBlob == publicBlob
    else { return .unknown }
    return .key(scalar)
  }

  private static func scalar(_ secret: [UInt8]) -> PrivateScalar? {
    var reader = SSHReader(secret)
    guard let check = reader.uint32(), reader.uint32() == check, let name = reader.text(),
      let kind = SSHKeyKind.named(name), let scalar = scalar(kind, &reader),
      reader.string() != nil,
      reader.rest.elementsEqual((0..<reader.rest.count).map { UInt8(truncatingIfNeeded: $0 + 1) })
    else { return nil }
    return scalar
  }

  private static func scalar(_ kind: SSHKeyKind, _ reader: inout SSHReader) -> PrivateScalar? {
    if let curve = kind.curve {
      guard let text = reader.text(), text.isSameText(as: curve), let point = reader.string(),
        let number = reader.number(length: kind.length),
        let scalar = PrivateScalar(kind.scheme, bytes: number), scalar.point.bytes == point
      else { return nil }
      return scalar
    }
    guard let point = reader.string(), let pair = reader.string(), pair.count == 64,
      let scalar = PrivateScalar(kind.scheme, bytes: Array(pair.prefix(32))),
      scalar.point.bytes == point, pair.suffix(32).elementsEqual(point)
    else { return nil }
    return scalar
  }
}
