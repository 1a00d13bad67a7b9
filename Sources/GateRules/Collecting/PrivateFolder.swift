// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// A private folder for what other programs read and write; gone with the last who holds it.
final class PrivateFolder {
  let path: FilePath

  init() throws {
    let parent = FilePath(Program.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp")
    path = parent.appending(
      "modelgate-\(String(UInt64.random(in: .min ... .max), radix: 36))")
    try Folder.createNew(path)
  }

  deinit { try? Folder.remove(path) }

  /// Writes a file in place of one of the same name, and says where it is.
  func write(_ bytes: [UInt8], as name: String) throws -> FilePath {
    let file = path.appending(name)
    try Folder.remove(file)
    try NewFile.write(bytes, to: file, permissions: .ownerReadWrite)
    return file
  }
}
