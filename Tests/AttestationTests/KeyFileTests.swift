// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import SystemPackage
import TestSupport
import Testing

@Suite struct KeyFileTests {
  private static func write(_ key: SigningKey, _ path: FilePath, mode: UInt16) throws {
    try AtomicFile.write(Array((key.pem ?? "").utf8), to: path, permissions: .ownerReadWrite)
    Folder.setPermissions(FilePermissions(rawValue: CInterop.Mode(mode)), of: path)
  }

  @Test(arguments: [0o600, 0o400, 0o700] as [UInt16])
  func loadsAPrivateFile(_ mode: UInt16) async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("key.pem")
      try Self.write(Examples.key, path, mode: mode)
      let loaded = try SigningKey.load(pemFile: path)
      #expect(loaded.verificationKey == Examples.key.verificationKey)
    }
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o644, 0o610] as [UInt16])
  func refusesAnExposedFile(_ mode: UInt16) async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("it's a key.pem")
      try Self.write(Examples.key, path, mode: mode)
      let error = #expect(throws: AttestationError.self) { try SigningKey.load(pemFile: path) }
      #expect(error?.message.contains("has mode 0\(String(mode, radix: 8))") == true)
      #expect(error?.hints.first?.hasPrefix("chmod 600 '/") == true)
      #expect(error?.hints.first?.hasSuffix(#"/it'\''s a key.pem'"#) == true)
    }
  }

  @Test func followsALinkToAPrivateFile() async throws {
    try await ScratchFolder.with { folder in
      try Self.write(Examples.key, folder.appending("target.pem"), mode: 0o600)
      try SymbolicLink.create(folder.appending("link.pem"), to: "target.pem")
      _ = try SigningKey.load(pemFile: folder.appending("link.pem"))
      Folder.setPermissions([.ownerReadWrite, .otherRead], of: folder.appending("target.pem"))
      #expect(throws: AttestationError.self) {
        try SigningKey.load(pemFile: folder.appending("link.pem"))
      }
    }
  }

  @Test func refusesAFileThatIsNoKey() async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("key.pem")
      try NewFile.write(
        [UInt8](repeating: 0x41, count: 1 << 20), to: path, permissions: .ownerReadWrite)
      let error = #expect(throws: AttestationError.self) { try SigningKey.load(pemFile: path) }
      guard case .file(let reason) = error else { return #expect(Bool(false)) }
      #expect(reason.errno == .fileTooLarge)
    }
  }

  @Test func createsAPrivateKeyInPrivateFolders() async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("a/b/key.pem")
      let key = try SigningKey.createIfMissing(at: path)
      #expect(try FileStatus(path).mode & 0o777 == 0o600)
      #expect(try FileStatus(folder.appending("a")).mode & 0o777 == 0o700)
      #expect(try FileStatus(folder.appending("a/b")).mode & 0o777 == 0o700)
      #expect(try Folder.names(in: folder.appending("a/b")) == [Array("key.pem".utf8)])
      #expect(
        try SigningKey.createIfMissing(at: path).verificationKey == key.verificationKey)
    }
  }

  @Test func allWhoCreateAtOnceGetOneKey() async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("keys/key.pem")
      let keys = try await withThrowingTaskGroup(of: VerificationKey.self) { group in
        for _ in 0..<16 {
          group.addTask { try SigningKey.createIfMissing(at: path).verificationKey }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(keys.count == 1)
      #expect(try Folder.names(in: folder.appending("keys")).count == 1)
    }
  }

  @Test func neverReplacesWhatItCannotUse() async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("key.pem")
      try NewFile.write(Array("notes".utf8), to: path, permissions: .ownerReadWrite)
      #expect(throws: AttestationError.self) { try SigningKey.createIfMissing(at: path) }
      #expect(try SmallFile.read(path, limit: 100) == Array("notes".utf8))
    }
  }
}
