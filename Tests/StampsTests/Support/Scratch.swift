// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A private folder for one test, gone with it.
final class Scratch: Sendable {
  let path: FilePath

  init() throws {
    let number = String(UInt64.random(in: .min ... .max), radix: 36)
    path = FilePath("/tmp/modelgate-stamps-\(number)")
    try Folder.createNew(path)
  }

  deinit { try? Folder.remove(path) }

  /// Writes a file.
  @discardableResult
  func write(_ name: String, _ content: [UInt8], permissions: FilePermissions = .ownerReadWrite)
    throws -> FilePath
  {
    try AtomicFile.write(content, to: path.appending(name), permissions: permissions)
    return path.appending(name)
  }

  func read(_ path: FilePath) throws -> [UInt8] {
    try SmallFile.read(path, limit: 1 << 26)
  }

  /// The names in the folder, sorted.
  func names() throws -> [String] {
    try Folder.names(in: path).map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  func link(_ name: String, to text: String) throws -> FilePath {
    let place = path.appending(name)
    guard unsafe place.withPlatformString({ unsafe symlink(text, $0) }) == 0 else {
      throw Errno(rawValue: errno)
    }
    return place
  }

  func makeFIFO(_ name: String) throws -> FilePath {
    let place = path.appending(name)
    guard unsafe place.withPlatformString({ unsafe mkfifo($0, 0o600) }) == 0 else {
      throw Errno(rawValue: errno)
    }
    return place
  }
}
