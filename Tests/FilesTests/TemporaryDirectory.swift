// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A private folder for one test, gone with it.
final class TemporaryDirectory: Sendable {
  private let scratch: ScratchFolder
  var path: FilePath { scratch.path }

  init() throws { scratch = try ScratchFolder() }

  /// Writes a file and the folders above it.
  @discardableResult
  func write(_ name: String, _ content: String = "") throws -> RelativePath {
    let place = path.appending(name)
    try Folder.create(place.removingLastComponent())
    try AtomicFile.write(content.utf8, to: place)
    return try relative(name)
  }

  func relative(_ name: String) throws -> RelativePath {
    guard let relative = RelativePath(name) else { throw Errno.invalidArgument }
    return relative
  }

  func link(_ name: String, to text: String) throws {
    let place = path.appending(name)
    guard unsafe place.withPlatformString({ unsafe symlink(text, $0) }) == 0 else {
      throw Errno(rawValue: errno)
    }
  }

  func makeFIFO(_ name: String) throws {
    let place = path.appending(name)
    guard unsafe place.withPlatformString({ unsafe mkfifo($0, 0o600) }) == 0 else {
      throw Errno(rawValue: errno)
    }
  }
}
