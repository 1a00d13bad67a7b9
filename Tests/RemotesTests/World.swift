// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// A repository whose data goes to some remote, and the tool that asks it.
struct World {
  /// Keys that must never be seen.
  static let secret = "SECRETSECRETSECRET"

  let repository: TemporaryRepository
  var shell: Shell

  init() async throws {
    repository = try await TemporaryRepository()
    shell = repository.shell.adding([
      "AWS_ACCESS_KEY_ID": "AKEXAMPLE", "AWS_SECRET_ACCESS_KEY": Self.secret,
      "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
    ])
  }

  /// `modelgate-data import-check`, which must end with a status and tell no secret.
  @discardableResult
  func check(_ arguments: String..., wanting status: Int32) async throws -> Transcript {
    let run = try await shell.run(
      Tools.path("modelgate-data").string, ["import-check"] + arguments
    ).expecting(status)
    #expect(!run.output.contains(Self.secret) && !run.error.contains(Self.secret))
    return run
  }

  /// Removes the one file below a folder that holds these bytes.
  func removeObject(_ bytes: String, below folder: FilePath) throws {
    let tree = DirectoryTree.list(try RootDirectory(folder))
    for file in tree.files {
      let path = folder.appending(file.path)
      guard try SmallFile.read(path, limit: 1 << 20) == Array(bytes.utf8) else { continue }
      Folder.setPermissions(.ownerReadWriteExecute, of: path.removingLastComponent())
      try Folder.remove(path)
      return
    }
    Issue.record("nothing below '\(folder)' holds '\(bytes)'")
  }
}

/// A server in the peers' Python that lives as long as one test.
enum PythonServer {
  /// Runs a script that serves on a free port, writes the port's number to the file that is its
  /// first argument, and ends when the file that is its second argument appears.
  static func with<Result>(
    _ script: String, _ arguments: [String] = [], in shell: Shell, at folder: FilePath,
    isolation: isolated (any Actor)? = #isolation, _ body: (Int) async throws -> Result
  ) async throws -> Result {
    let (port, stop) = (folder.appending("port"), folder.appending("stop"))
    let server = Task {
      try await shell.run("python3", ["-c", script, port.string, stop.string] + arguments)
    }
    do {
      let result = try await body(try await number(in: port, of: server))
      try AtomicFile.write([], to: stop)
      _ = try await server.value.expecting(0)
      return result
    } catch {
      try? AtomicFile.write([], to: stop)
      _ = try? await server.value
      throw error
    }
  }

  private static func number(in file: FilePath, of server: Task<Transcript, any Error>) async throws
    -> Int
  {
    for _ in 0..<1200 {
      if let bytes = try? SmallFile.read(file, limit: 100),
        let port = Int(String(decoding: bytes, as: UTF8.self))
      {
        return port
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    server.cancel()
    throw NoServer(story: "\(try await server.value)")
  }
}

/// A server that named no port in a minute.
struct NoServer: Error {
  let story: String
}
