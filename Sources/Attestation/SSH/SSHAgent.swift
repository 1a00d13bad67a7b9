// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// The program that keeps a user's SSH keys and signs with them.
///
/// Source: the SSH agent protocol, draft-ietf-sshm-ssh-agent. For the kinds of keys that are known
/// here its signatures are plain ones over exactly the bytes that it is given.
public struct SSHAgent: Sendable {
  private static let failure: UInt8 = 5
  private static let list: UInt8 = 11
  private static let listAnswer: UInt8 = 12
  private static let sign: UInt8 = 13
  private static let signAnswer: UInt8 = 14
  /// The longest message that an agent of OpenSSH takes, and the longest answer that is read.
  private static let messageLimit: UInt32 = 256 << 10

  private let socket: FilePath

  /// The agent that listens at a socket, which `SSH_AUTH_SOCK` names.
  public init(socket: FilePath) {
    self.socket = socket
  }

  /// The keys it holds that are of a kind that is known.
  public func keys() throws(AttestationError) -> [VerificationKey] {
    var reader = try ask(Self.list, [], expecting: Self.listAnswer)
    guard let count = reader.uint32() else { throw unclear }
    var keys: [VerificationKey] = []
    for _ in 0..<count {
      guard let blob = reader.string(), reader.string() != nil else { throw unclear }
      if let key = SSHKeyKind.key(blob: blob) { keys.append(key) }
    }
    return keys
  }

  /// Signs bytes with a key that the agent holds; the form of the signature is the key's scheme's.
  func signature(for bytes: [UInt8], with key: VerificationKey) throws(AttestationError) -> [UInt8]
  {
    var writer = SSHWriter()
    writer.string(key.sshBlob ?? [])
    writer.string(bytes)
    writer.uint32(0)
    var reader = try ask(Self.sign, writer.bytes, expecting: Self.signAnswer)
    guard let kind = SSHKeyKind.of(key.scheme), let blob = reader.string(),
      let signature = kind.signature(blob: blob), key.isValid(signature: signature, over: bytes)
    else { throw unclear }
    return signature
  }

  private func ask(_ question: UInt8, _ content: [UInt8], expecting answer: UInt8)
    throws(AttestationError) -> SSHReader
  {
    guard content.count < Self.messageLimit else {
      throw .agent(
        "an ssh-agent signs no more than \(Self.messageLimit) bytes at once, and there are "
          + "\(content.count); sign with the key's own file")
    }
    let message: [UInt8]
    do throws(FileError) {
      let connection = try UnixSocket(socket)
      var writer = SSHWriter()
      writer.string([question] + content)
      try connection.send(writer.bytes)
      var reader = SSHReader(try connection.receive(4))
      guard let length = reader.uint32(), (1...Self.messageLimit).contains(length) else {
        throw FileError("read from", socket, .invalidArgument)
      }
      message = try connection.receive(Int(length))
    } catch {
      throw .file(error)
    }
    if message.first == Self.failure { throw refusal }
    guard message.first == answer else { throw unclear }
    return SSHReader(Array(message.dropFirst()))
  }

  private var unclear: AttestationError {
    .agent("the ssh-agent at '\(socket.printable)' gave an answer that makes no sense")
  }

  private var refusal: AttestationError {
    .agent("the ssh-agent at '\(socket.printable)' does not sign with this key")
  }
}
