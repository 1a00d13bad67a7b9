// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// Loads private keys from wherever they are kept, and refuses those that are kept badly.
public struct KeyLoader {
  /// Longer texts are no private keys.
  static let sizeLimit = 64 << 10

  private let environment: [String: String]
  private let worktree: FilePath?
  private let passphrase: PassphraseSource

  /// Says what keys may be loaded from.
  ///
  /// `environment` holds the keys of `env:NAME` and the agent's socket. A key inside of `worktree`
  /// is refused. `passphrase` is asked only for keys that are encrypted.
  public init(
    environment: [String: String], worktree: FilePath? = nil,
    passphrase: @escaping PassphraseSource = { _ in nil }
  ) {
    self.environment = environment
    self.worktree = worktree
    self.passphrase = passphrase
  }

  /// Loads a key; certificates that stand in the same text, or in `chain`, come with it.
  public func load(_ reference: KeyReference, chain: FilePath? = nil) throws(AttestationError)
    -> SigningKey
  {
    var key = try load(reference)
    guard let chain else { return key }
    let pem: [UInt8]
    do throws(FileError) {
      pem = try SmallFile.read(chain, limit: Self.sizeLimit)
    } catch {
      throw .file(error)
    }
    try key.attach(certificates: pem)
    return key
  }

  private func load(_ reference: KeyReference) throws(AttestationError) -> SigningKey {
    switch reference {
    case .file(let path):
      try refuseInsideWorktree(path)
      return try SigningKey.load(pemFile: path, passphrase: passphrase)
    case .environment(let name):
      let subject = "private key of the variable '\(name)'"
      guard let text = environment[name], !text.isEmpty else {
        throw .unusableKey(subject, reason: "the variable is not set")
      }
      return try SigningKey(pem: Array(text.utf8), subject: subject, passphrase: passphrase)
    case .descriptor(let number):
      return try SigningKey(
        pem: try Self.content(of: number), subject: "private key of descriptor \(number)",
        passphrase: passphrase)
    case .agentKey(let path): return try agentKey(VerificationKey(pemFile: path))
    case .agent: return try onlyKey()
    }
  }

  /// Loads the key of a file, making one there first when none is.
  public func loadOrCreate(_ path: FilePath) throws(AttestationError) -> SigningKey {
    try refuseInsideWorktree(path)
    return try SigningKey.createIfMissing(at: path, passphrase: passphrase)
  }

  private func refuseInsideWorktree(_ path: FilePath) throws(AttestationError) {
    guard let root = worktree.flatMap(RealPath.of) else { return }
    let folder = path.removingLastComponent()
    let places = [RealPath.of(path), RealPath.of(folder.isEmpty ? "." : folder)]
    guard !places.contains(where: { $0?.starts(with: root) ?? false }) else {
      throw .keyInWorktree(path)
    }
  }

  private func agent() throws(AttestationError) -> SSHAgent {
    guard let socket = environment["SSH_AUTH_SOCK"], !socket.isEmpty else {
      throw .agent("there is no ssh-agent: 'SSH_AUTH_SOCK' is not set")
    }
    return SSHAgent(socket: FilePath(socket))
  }

  private func agentKey(_ key: VerificationKey) throws(AttestationError) -> SigningKey {
    let agent = try agent()
    guard try agent.keys().contains(key) else {
      throw .agent("the ssh-agent does not hold the key \(key.sshFingerprint)")
    }
    return SigningKey(key, in: agent)
  }

  private func onlyKey() throws(AttestationError) -> SigningKey {
    let agent = try agent()
    let keys = try agent.keys()
    guard let key = keys.first, keys.count == 1 else {
      throw .agent(
        "the ssh-agent holds \(keys.count) keys that could sign; name one by its '.pub' file")
    }
    return SigningKey(key, in: agent)
  }

  /// The rest of a descriptor, which is closed: nobody who is started later inherits the key.
  private static func content(of number: CInt) throws(AttestationError) -> [UInt8] {
    let descriptor = FileDescriptor(rawValue: number)
    do {
      defer { try? descriptor.close() }
      var content: [UInt8] = []
      while true {
        let piece = try descriptor.readPiece()
        if piece.isEmpty { return content }
        content += piece
        guard content.count <= sizeLimit else { throw Errno.fileTooLarge }
      }
    } catch {
      throw .file(
        FileError("read", FilePath("fd:\(number)"), (error as? Errno) ?? .ioError))
    }
  }
}

extension SigningKey {
  /// Adds the certificates of a PEM text, the key's own first.
  public mutating func attach(certificates pem: [UInt8]) throws(AttestationError) {
    try attach(try CertificateChain(pem: pem), "the private key")
  }

  mutating func attach(_ chain: CertificateChain, _ subject: String) throws(AttestationError) {
    guard chain.key == verificationKey else {
      throw .unusableKey(subject, reason: "the first certificate is for another key")
    }
    self.chain = chain
  }
}
