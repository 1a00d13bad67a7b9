// SPDX-License-Identifier: Apache-2.0

/// Where the passphrase of an encrypted key comes from, for those keys that need one.
///
/// Is given the key's description, and gives the bytes of the passphrase, or nil when nobody can
/// say it.
public typealias PassphraseSource = (_ key: String) -> [UInt8]?

extension SigningKey {
  /// Reads a private key from PEM: PKCS#8 (`PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`), SEC 1
  /// (`EC PRIVATE KEY`) or OpenSSH's own form.
  ///
  /// Certificates that stand beside it, the key's own first, come with the key.
  public init(pem: [UInt8], passphrase: PassphraseSource = { _ in nil }) throws(AttestationError) {
    try self.init(pem: pem, subject: "the private key", passphrase: passphrase)
  }

  init(pem: [UInt8], subject: String, passphrase: PassphraseSource) throws(AttestationError) {
    let blocks = try Self.blocks(pem, subject)
    // `openssl ecparam -genkey` writes the curve before the key; the key says it again.
    let keys = blocks.filter { !["EC PARAMETERS", CertificateChain.label].contains($0.label) }
    guard let block = keys.first, keys.count == 1 else {
      throw .unusableKey(subject, reason: "it is not one block of PEM")
    }
    self = try Self.read(block, subject, passphrase)
    let certificates = blocks.filter { $0.label == CertificateChain.label }.map(\.content)
    if !certificates.isEmpty { try attach(try CertificateChain(der: certificates), subject) }
  }

  private static func blocks(_ pem: [UInt8], _ subject: String) throws(AttestationError) -> [PEM] {
    if let blocks = PEM.blocks(in: pem) { return blocks }
    let mark = Array("Proc-Type: 4,ENCRYPTED".utf8)
    let lines = pem.split { $0 == 0x0a || $0 == 0x0d }
    guard lines.contains(where: { $0.elementsEqual(mark) }) else {
      throw .unusableKey(subject, reason: "it is not PEM")
    }
    throw .oldEncryption(subject)
  }

  private static func read(_ block: PEM, _ subject: String, _ passphrase: PassphraseSource)
    throws(AttestationError) -> SigningKey
  {
    switch block.label {
    case "PRIVATE KEY": return try known(PrivateKeyInfo.pkcs8(block.content), subject)
    case "EC PRIVATE KEY": return try known(PrivateKeyInfo.sec1(block.content), subject)
    case "ENCRYPTED PRIVATE KEY": return try decrypted(block, subject, passphrase)
    case SSHPrivateKeyFile.label:
      switch SSHPrivateKeyFile.read(block.content) {
      case .key(let scalar): return SigningKey(scalar, isSSH: true)
      case .encrypted: throw .encryptedSSHKey(subject)
      case .unknown: return try known(nil, subject)
      }
    default: throw .unusableKey(subject, reason: "it holds no private key")
    }
  }

  private static func known(_ scalar: PrivateScalar?, _ subject: String) throws(AttestationError)
    -> SigningKey
  {
    guard let scalar else {
      throw .unusableKey(subject, reason: "it holds no P-256, P-384 or Ed25519 private key")
    }
    return SigningKey(scalar)
  }

  private static func decrypted(
    _ block: PEM, _ subject: String, _ passphrase: PassphraseSource
  ) throws(AttestationError) -> SigningKey {
    guard let box = try? EncryptedPrivateKey(der: block.content) else {
      throw .oldEncryption(subject)
    }
    guard let secret = passphrase(subject) else { throw .noPassphrase(subject) }
    guard let der = try? box.decrypted(passphrase: secret),
      let scalar = PrivateKeyInfo.pkcs8(der)
    else {
      throw .unusableKey(
        subject, reason: "the passphrase is not the right one, or the key is of another kind")
    }
    return SigningKey(scalar)
  }
}
