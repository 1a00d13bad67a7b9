// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Subprocess
import SystemPackage

/// A program that sees nothing of the user's: no home, no agent, no settings.
struct ChildProgram {
  /// How a program ended, and what it said.
  struct Outcome {
    let status: TerminationStatus
    let output: String
    let error: String

    /// The last thing it said on standard error, where most programs put the reason.
    var reason: String {
      error.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it ended with \(status)"
    }
  }

  let name: String
  /// A private folder: where it runs, and its home.
  let folder: FilePath
  var variables: [Environment.Key: String] = [:]

  /// Runs the program; nil when it is not installed.
  ///
  /// Its standard input is a file, so that a program which ends early breaks no pipe.
  func run(_ arguments: [String], reading input: FilePath = "/dev/null") async throws -> Outcome? {
    var environment: [Environment.Key: String] = [
      "HOME": folder.string, "LC_ALL": "C", "TZ": "UTC",
      "PATH": Program.environment["PATH"] ?? "/usr/bin:/bin",
    ]
    environment.merge(variables) { $1 }
    do {
      let result = try await Subprocess.run(
        .name(name), arguments: Arguments(arguments), environment: .custom(environment),
        workingDirectory: folder,
        input: .fileDescriptor(
          try FileDescriptor.open(input, .readOnly, options: .closeOnExec),
          closeAfterSpawningProcess: true),
        output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
      return Outcome(
        status: result.terminationStatus, output: result.standardOutput,
        error: result.standardError)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return nil
    }
  }
}
