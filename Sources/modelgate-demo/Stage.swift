// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Subprocess
import SystemPackage

/// The folder that the story plays in, and the world that its commands see.
struct Stage {
  /// Holds everything that the demo makes.
  let folder: FilePath
  /// The repository.
  let repository: FilePath
  /// Whether Python trains; awk does where there is none.
  let hasPython: Bool
  /// Whether the signature can be verified by openssl, too.
  let hasOpenSSL: Bool
  private let environment: [Subprocess.Environment.Key: String]

  /// Makes the folder, with data and a training in a new repository.
  ///
  /// `variables` is the caller's environment; only what says where programs are is taken from it.
  static func prepare(in wanted: FilePath?, _ variables: [String: String]) async throws -> Stage {
    try requireGit()
    let folder = try StageFolder.make(wanted, temporary: variables["TMPDIR"])
    let repository = folder.appending("repository")
    let home = folder.appending("home")
    for path in [repository, home] { try Folder.create(path) }
    let environment = StageEnvironment(home: home, variables).values
    let trial = Stage(
      folder: folder, repository: repository, hasPython: false, hasOpenSSL: false,
      environment: environment)
    let stage = Stage(
      folder: folder, repository: repository,
      hasPython: try await trial.succeeds("python3 -c 'import csv, json, math, struct'"),
      hasOpenSSL: try await trial.succeeds("openssl version && base64 --version"),
      environment: environment)
    try Props(stage).write()
    return stage
  }

  /// Runs a line of shell in the repository; gives all that it says, in its order.
  func run(_ command: String) async throws -> (output: String, status: Int32) {
    let result = try await Subprocess.run(
      .path("/bin/sh"), arguments: ["-c", command], environment: .custom(environment),
      workingDirectory: repository, input: .none, output: .string(limit: 1 << 20),
      error: .combinedWithOutput)
    switch result.terminationStatus {
    case .exited(let status): return (result.standardOutput, status)
    case .signaled(let number): return (result.standardOutput, 128 + number)
    }
  }

  private static func requireGit() throws(Failure) {
    let candidates = Program.searchPath.map { $0.appending("git") }
    guard candidates.contains(where: Program.isExecutable) else {
      throw Failure(
        "there is no git on PATH: modelgate works in git repositories",
        hints: ["sudo apt-get install git"])
    }
  }

  private func succeeds(_ command: String) async throws -> Bool {
    try await run(command).status == 0
  }
}
