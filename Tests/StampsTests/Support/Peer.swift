// SPDX-License-Identifier: Apache-2.0

import Subprocess
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Python with the official libraries of the model formats, which judge what we write.
enum Peer {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// `MODELGATE_PEERS`, else `.build/peers/bin` of the package.
  private static let folder: FilePath = {
    if let value = unsafe getenv("MODELGATE_PEERS") {
      return FilePath(unsafe String(cString: value))
    }
    return FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent().removingLastComponent().appending(".build/peers/bin")
  }()

  /// Whether all these modules can be imported.
  static func has(_ modules: String) async -> Bool {
    (try? await python("import \(modules)")) != nil
  }

  /// Runs a script and returns what it printed; a script that fails is an error with its messages.
  @discardableResult
  static func python(_ script: String, _ arguments: FilePath...) async throws -> String {
    let result = try await run(
      .path(folder.appending("python3")),
      arguments: Arguments(["-c", script] + arguments.map(\.string)),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw Failure(description: result.standardError)
    }
    return result.standardOutput
  }
}
