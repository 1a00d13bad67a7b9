// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// A folder of one test's own, gone when nobody holds it any more.
public final class ScratchFolder: Sendable {
  /// Where it is.
  public let path: FilePath

  /// Makes an empty folder.
  public init() throws {
    let name = "modelgate-test-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    path = FilePath("/tmp").appending(name)
    try Folder.createNew(path)
  }

  deinit { try? Folder.remove(path) }

  /// Makes the folder, gives it to `body` and removes it.
  public static func with<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (FilePath) async throws -> Result
  ) async throws -> Result {
    let folder = try ScratchFolder()
    defer { withExtendedLifetime(folder) {} }
    return try await body(folder.path)
  }
}
