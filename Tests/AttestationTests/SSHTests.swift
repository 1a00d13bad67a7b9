// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage
import TestSupport
import Testing

@testable import Attestation

/// Keys and signatures of OpenSSH, with ssh-keygen and ssh-agent as oracles.
@Suite(.enabled(if: Peers.has("ssh-keygen", "ssh-agent"), "needs the peer OpenSSH"))
struct SSHTests {
  static let kinds = [["ed25519"], ["ecdsa", "-b", "256"], ["ecdsa", "-b", "384"]]
  private static let message = Array("attestations\n".utf8)

  private static func shell(_ folder: FilePath) -> Shell { Shell(home: folder, directory: folder) }

  private static func generate(_ kind: [String], _ folder: FilePath, passphrase: String = "")
    async throws -> (privateKey: FilePath, publicKey: VerificationKey)
  {
    let path = folder.appending("id")
    _ = try await shell(folder).run(
      "ssh-keygen", ["-q", "-N", passphrase, "-C", "a comment", "-f", path.string, "-t"] + kind
    ).expecting(0)
    return (path, try VerificationKey(pemFile: folder.appending("id.pub")))
  }

  @Test(arguments: kinds)
  func sshKeygenVerifiesOurs(_ kind: [String]) async throws {
    try await ScratchFolder.with { folder in
      let (path, published) = try await Self.generate(kind, folder)
      let key = try SigningKey.load(pemFile: path)
      #expect(key.verificationKey == published && key.isSSH)
      let line = try #require(published.sshText)
      try NewFile.write(
        Array("me@example.org namespaces=\"modelgate\" \(line)\n".utf8),
        to: folder.appending("allowed"), permissions: .ownerReadWrite)
      let signature = try SSHSignature.signing(Self.message, with: key)
      try NewFile.write(
        Array(signature.text.utf8), to: folder.appending("sig"), permissions: .ownerReadWrite)
      let output = try await Self.shell(folder)(
        "ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "me@example.org", "-n", "modelgate",
        "-s", "sig", input: Self.message)
      #expect(output.contains(published.sshFingerprint), "\(output)")
      let allowed = try AllowedSigners(file: folder.appending("allowed"))
      #expect(allowed.entries.map(\.key) == [published])
    }
  }

  @Test(arguments: kinds)
  func weVerifySSHKeygens(_ kind: [String]) async throws {
    try await ScratchFolder.with { folder in
      let (path, published) = try await Self.generate(kind, folder)
      for hash in ["sha256", "sha512"] {
        let text = try await Self.shell(folder)(
          "ssh-keygen", "-Y", "sign", "-f", path.string, "-n", "modelgate", "-O",
          "hashalg=\(hash)", input: Self.message)
        let signature = try SSHSignature.parse(Array(text.utf8))
        #expect(signature.key == published)
        try signature.verify(Self.message)
        #expect(throws: AttestationError.self) { try signature.verify(Self.message + [0]) }
        #expect(throws: AttestationError.self) {
          try signature.verify(Self.message, namespace: "git")
        }
      }
      // A signature for a commit is none for an attestation, whatever it covers.
      let text = try await Self.shell(folder)(
        "ssh-keygen", "-Y", "sign", "-f", path.string, "-n", "git", input: Self.message)
      let error = #expect(throws: AttestationError.self) {
        try SSHSignature.parse(Array(text.utf8)).verify(Self.message)
      }
      #expect(error?.message.contains("is for 'git', not for 'modelgate'") == true)
    }
  }

  /// The agent signs envelopes that any verifier of DSSE accepts; the key never leaves it.
  @Test(arguments: kinds)
  func signsWithTheAgent(_ kind: [String]) async throws {
    try await ScratchFolder.with { folder in
      let (path, published) = try await Self.generate(kind, folder, passphrase: "secret")
      let refusal = #expect(throws: AttestationError.self) { try SigningKey.load(pemFile: path) }
      #expect(refusal?.message.contains("it is encrypted; an ssh-agent can sign with it") == true)
      let socket = folder.appending("agent")
      let shell = Self.shell(folder).adding(["SSH_AUTH_SOCK": socket.string])
      let started = try await shell("ssh-agent", "-s", "-a", socket.string)
      let process = try #require(started.firstMatch(of: /SSH_AGENT_PID=(\d+)/)?.1)
      do {
        let ask = folder.appending("ask")
        try NewFile.write(
          Array("#!/bin/sh\necho secret\n".utf8), to: ask, permissions: .ownerReadWriteExecute)
        let loader = KeyLoader(environment: ["SSH_AUTH_SOCK": socket.string])
        let pub = KeyReference.agentKey(folder.appending("id.pub"))
        let missing = #expect(throws: AttestationError.self) { try loader.load(pub) }
        #expect(missing?.message.contains("does not hold the key SHA256:") == true)
        try await shell.adding(["SSH_ASKPASS": ask.string, "SSH_ASKPASS_REQUIRE": "force"])(
          "ssh-add", "-q", path.string)
        for reference in [pub, .agent] {
          let key = try loader.load(reference)
          #expect(key.pem == nil)
          let envelope = try Examples.statement.signed(with: key)
          _ = try envelope.verified(with: published)
          try SSHSignature.signing(Self.message, with: key).verify(Self.message)
          let long = #expect(throws: AttestationError.self) {
            try key.signature(for: [UInt8](repeating: 1, count: 300_000))
          }
          #expect(long?.message.contains("signs no more than 262144 bytes") == true)
        }
      } catch {
        _ = try await shell.run("kill", [String(process)])
        throw error
      }
      _ = try await shell.run("kill", [String(process)])
    }
  }

  @Test func saysThatThereIsNoAgent() {
    for environment in [[:], ["SSH_AUTH_SOCK": ""], ["SSH_AUTH_SOCK": "/nonexistent/agent"]] {
      let loader = KeyLoader(environment: environment)
      let error = #expect(throws: AttestationError.self) { try loader.load(.agent) }
      #expect(error?.status == .couldNotJudge)
    }
  }

  @Test(arguments: [["rsa", "-b", "2048"], ["ecdsa", "-b", "521"]])
  func refusesOtherKinds(_ kind: [String]) async throws {
    try await ScratchFolder.with { folder in
      let error = await #expect(throws: AttestationError.self) {
        try await Self.generate(kind, folder)
      }
      #expect(error?.message.contains("nor a key of OpenSSH") == true)
      #expect(throws: AttestationError.self) {
        try SigningKey.load(pemFile: folder.appending("id"))
      }
    }
  }
}
