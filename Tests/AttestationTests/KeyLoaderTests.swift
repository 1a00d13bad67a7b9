// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

@testable import Attestation

@Suite struct KeyLoaderTests {
  @Test func readsTheWaysToNameAKey() {
    #expect(KeyReference("env:SIGNING_KEY") == .environment("SIGNING_KEY"))
    #expect(KeyReference("fd:3") == .descriptor(3))
    #expect(KeyReference("fd:x") == .file("fd:x"))
    #expect(KeyReference("./env:X") == .file("./env:X"))
    #expect(KeyReference("ssh-agent") == .agent)
    #expect(KeyReference("~/.ssh/id.pub") == .agentKey("~/.ssh/id.pub"))
  }

  @Test func takesAKeyFromAVariable() throws {
    let loader = KeyLoader(environment: ["KEY": Examples.pem, "EMPTY": ""])
    #expect(try loader.load(.environment("KEY")).pem == Examples.pem)
    for name in ["EMPTY", "MISSING"] {
      let error = #expect(throws: AttestationError.self) { try loader.load(.environment(name)) }
      #expect(error?.message.contains("the variable is not set") == true)
    }
  }

  @Test func takesAKeyFromADescriptorAndClosesIt() throws {
    let pipe = try FileDescriptor.pipe()
    try pipe.writeEnd.closeAfter { _ = try pipe.writeEnd.writeAll(Array(Examples.pem.utf8)) }
    let loader = KeyLoader(environment: [:])
    #expect(try loader.load(.descriptor(pipe.readEnd.rawValue)).pem == Examples.pem)
  }

  /// Attack 47: a private key that others can read, or that lies in the repository.
  @Test func aKeyInsideTheWorktree() async throws {
    try await ScratchFolder.with { folder in
      let worktree = folder.appending("repository")
      try Folder.create(worktree.appending("sub"))
      for name in ["repository/sub/key.pem", "outside.pem"] {
        try NewFile.write(
          Array(Examples.pem.utf8), to: folder.appending(name), permissions: .ownerReadWrite)
      }
      try SymbolicLink.create(folder.appending("link.pem"), to: "repository/sub/key.pem")
      try SymbolicLink.create(worktree.appending("link.pem"), to: "../outside.pem")
      let loader = KeyLoader(environment: [:], worktree: worktree)
      _ = try loader.load(.file(folder.appending("outside.pem")))
      for name in ["repository/sub/key.pem", "repository/sub/../sub/key.pem", "link.pem"] {
        let error = #expect(throws: AttestationError.self) {
          try loader.load(.file(folder.appending(name)))
        }
        #expect(error?.message.hasSuffix("lies inside the worktree") == true)
      }
      #expect(throws: AttestationError.self) {
        try loader.loadOrCreate(worktree.appending("new.pem"))
      }
      #expect((try? FileStatus(worktree.appending("new.pem"))) == nil)
    }
  }

  @Test func survivesDamageOfEncryptedKeysAndThoseOfOpenSSH() async throws {
    let shell = try ScratchFolder()
    let box = Shell(home: shell.path, directory: shell.path)
    try await box(
      "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", shell.path.appending("id").string)
    let ssh = try SmallFile.read(shell.path.appending("id"), limit: 1 << 16)
    let encrypted = try await PythonPeer.openssl(
      ["pkcs8", "-topk8", "-iter", "10", "-passout", "pass:secret"],
      input: Array(Examples.pem.utf8))
    var generator = SeededGenerator(seed: 41)
    for text in [ssh, Array(encrypted.utf8)] {
      let block = try #require(PEM.blocks(in: text)?.first)
      let accepted = (0..<600).count { _ in
        let damaged = PEM(label: block.label, content: generator.mutated(block.content))
        guard damaged != block else { return false }
        let key = try? SigningKey(
          pem: Array(damaged.text.utf8), passphrase: { _ in Array("secret".utf8) })
        return key != nil
      }
      #expect(accepted < 200)
    }
  }

  @Test func survivesDamageOfSignaturesOfOpenSSH() throws {
    let key = SigningKey.generate(.ed25519)
    let signature = try SSHSignature.signing([1, 2, 3], with: key)
    let block = try #require(PEM.blocks(in: Array(signature.text.utf8))?.first)
    var generator = SeededGenerator(seed: 42)
    for _ in 0..<2000 {
      let content = generator.mutated(block.content)
      let text = PEM(label: block.label, content: content).text
      guard let damaged = try? SSHSignature.parse(Array(text.utf8)),
        damaged.key == key.verificationKey
      else { continue }
      // What still verifies differs in the one field that nothing is said about, at most.
      if (try? damaged.verify([1, 2, 3])) != nil { #expect(damaged.namespace == "modelgate") }
    }
  }
}
