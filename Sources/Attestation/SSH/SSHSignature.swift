// SPDX-License-Identifier: Apache-2.0

import Crypto
import Findings

/// A detached signature of a file, as `ssh-keygen -Y sign` makes and `ssh-keygen -Y verify` checks.
///
/// Source: PROTOCOL.sshsig of OpenSSH.
public struct SSHSignature: Sendable {
  /// What attestations are signed for; a signature for another purpose (`git`, `file`) is none.
  public static let attestationNamespace = "modelgate"

  private static let magic = Array("SSHSIG".utf8)
  private static let label = "SSH SIGNATURE"
  /// Longer texts are no signatures.
  private static let sizeLimit = 64 << 10

  /// The key that says it signed.
  public let key: VerificationKey
  /// What was signed for.
  public let namespace: String
  private let hash: String
  private let signature: [UInt8]

  /// Signs bytes for a purpose.
  public static func signing(
    _ message: [UInt8], namespace: String = attestationNamespace, with key: SigningKey
  ) throws(AttestationError) -> SSHSignature {
    let covered = signedBytes(message, namespace: namespace, hash: "sha512") ?? []
    return SSHSignature(
      key: key.verificationKey, namespace: namespace, hash: "sha512",
      signature: try key.signature(for: covered))
  }

  private init(key: VerificationKey, namespace: String, hash: String, signature: [UInt8]) {
    self.key = key
    self.namespace = namespace
    self.hash = hash
    self.signature = signature
  }

  /// Reads the text that ssh-keygen writes.
  public static func parse(_ text: [UInt8]) throws(AttestationError) -> SSHSignature {
    guard text.count <= sizeLimit, let blocks = PEM.blocks(in: text), let block = blocks.first,
      blocks.count == 1, block.label == label
    else { throw malformed("it is not one block of '\(label)'") }
    var reader = SSHReader(block.content)
    guard reader.take(magic), reader.uint32() == 1 else {
      throw malformed("it is not of version 1")
    }
    guard let blob = reader.string(), let namespace = reader.text(), reader.string() != nil,
      let hash = reader.text(), let signatureBlob = reader.string(), reader.isAtEnd
    else { throw malformed("it ends too early or too late") }
    guard let key = SSHKeyKind.key(blob: blob), let kind = SSHKeyKind.of(key.scheme) else {
      throw malformed("its key is of a kind that is not known")
    }
    guard let signature = kind.signature(blob: signatureBlob) else {
      throw malformed("its signature is not of its key's kind")
    }
    return SSHSignature(key: key, namespace: namespace, hash: hash, signature: signature)
  }

  /// Checks that the key in the signature signed this message for this purpose; whether that key is
  /// to be believed is another question.
  public func verify(
    _ message: [UInt8], namespace expected: String = attestationNamespace
  ) throws(AttestationError) {
    guard namespace.isSameText(as: expected) else {
      throw Self.malformed("it is for '\(PrintableText.escape(namespace))', not for '\(expected)'")
    }
    guard let covered = Self.signedBytes(message, namespace: namespace, hash: hash) else {
      throw Self.malformed("its hash function '\(PrintableText.escape(hash))' is not known")
    }
    guard key.isValid(signature: signature, over: covered) else {
      throw .badSignature(keyID: key.sshFingerprint)
    }
  }

  /// The text that ssh-keygen reads.
  public var text: String {
    let kind = SSHKeyKind.of(key.scheme)
    var writer = SSHWriter()
    writer.raw(Self.magic)
    writer.uint32(1)
    writer.string(key.sshBlob ?? [])
    writer.string(namespace)
    writer.string("")
    writer.string(hash)
    writer.string(kind?.blob(signature: signature) ?? [])
    return PEM(label: Self.label, content: writer.bytes).text
  }

  private static func signedBytes(_ message: [UInt8], namespace: String, hash: String) -> [UInt8]? {
    let digest: [UInt8]
    switch hash {
    case "sha256": digest = Array(SHA256.hash(data: message))
    case "sha512": digest = Array(SHA512.hash(data: message))
    default: return nil
    }
    var writer = SSHWriter()
    writer.raw(magic)
    writer.string(namespace)
    writer.string("")
    writer.string(hash)
    writer.string(digest)
    return writer.bytes
  }

  private static func malformed(_ reason: String) -> AttestationError {
    .malformed("SSH signature", reason: reason)
  }
}
