// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

extension SigningKey {
  /// Reads a private key from a file that only its owner can open.
  ///
  /// The mode of the very file that is read counts, so a symbolic link may lead to it.
  public static func load(
    pemFile path: FilePath, passphrase: PassphraseSource = { _ in nil }
  ) throws(AttestationError) -> SigningKey {
    let content: [UInt8]
    let status: FileStatus
    do throws(FileError) {
      (content, status) = try SmallFile.readWithStatus(path, limit: KeyLoader.sizeLimit)
    } catch {
      throw .file(error)
    }
    guard status.mode & 0o077 == 0 else { throw .exposedKey(path, mode: status.mode) }
    return try SigningKey(
      pem: content, subject: "private key '\(path.printable)'", passphrase: passphrase)
  }

  /// Reads the private key of a file, or makes one there first.
  ///
  /// Missing folders are made for their owner only (0700), the file too (0600), and it appears
  /// whole or not at all; of processes that do this at once all end with the same key.
  public static func createIfMissing(
    at path: FilePath, passphrase: PassphraseSource = { _ in nil }
  ) throws(AttestationError) -> SigningKey {
    do throws(AttestationError) {
      return try load(pemFile: path, passphrase: passphrase)
    } catch .file(let error) where error.errno == .noSuchFileOrDirectory {
      try writeNew(path)
      return try load(pemFile: path)
    }
  }

  private static func writeNew(_ path: FilePath) throws(AttestationError) {
    do throws(FileError) {
      let parent = path.removingLastComponent()
      if !parent.isEmpty { try Folder.create(parent, permissions: .ownerReadWriteExecute) }
      var file = try AtomicFile(replacing: path, permissions: .ownerReadWrite)
      try file.write((generate().pem ?? "").utf8)
      _ = try file.commitUnlessPresent()
    } catch {
      throw .file(error)
    }
  }
}
