// SPDX-License-Identifier: Apache-2.0

import Subprocess
public import SystemPackage

/// Runs programs in a world of their own: no settings of the machine's user reach them.
public struct Shell: Sendable {
  /// Where programs run.
  public var directory: FilePath
  /// The whole environment.
  public var environment: [String: String]

  /// How much a program may say on each stream, in bytes; more is an error.
  private static let outputLimit = 64 << 20

  /// Makes a world whose home is `home`, and where programs start in `directory`.
  public init(home: FilePath, directory: FilePath) {
    self.directory = directory
    environment = HermeticEnvironment.variables(home: home)
  }

  /// The same world with further variables, or others.
  public func adding(_ variables: [String: String]) -> Shell {
    var shell = self
    shell.environment.merge(variables) { $1 }
    return shell
  }

  /// The same world elsewhere.
  public func at(_ directory: FilePath) -> Shell {
    var shell = self
    shell.directory = directory
    return shell
  }

  /// Runs a program to its end, whatever that is.
  public func run(_ program: String, _ arguments: [String], input: [UInt8] = []) async throws
    -> Transcript
  {
    try await run(program, bytes: arguments.map { Array($0.utf8) }, input: input)
  }

  /// Runs a program, whose arguments may be any bytes, to its end, whatever that is.
  ///
  /// - Throws: `RealHomeError` when the program would see the home of whoever runs the tests.
  public func run(_ program: String, bytes arguments: [[UInt8]], input: [UInt8] = []) async throws
    -> Transcript
  {
    try RealHomeError.check(environment)
    // Raw words are taken as C strings, so each carries its own NUL.
    let variables = environment.map { name, value in Array("\(name)=\(value)\0".utf8) }
    let result = try await Subprocess.run(
      program.contains("/") ? .path(FilePath(program)) : .name(program),
      arguments: Arguments(
        executablePathOverride: nil, remainingValues: arguments.map { $0 + [0] }),
      environment: .custom(variables), workingDirectory: directory,
      input: .fileDescriptor(StandardInput.open(input), closeAfterSpawningProcess: true),
      output: .bytes(limit: Self.outputLimit), error: .bytes(limit: Self.outputLimit))
    let name = FilePath(program).lastComponent?.string ?? program
    return Transcript(
      command: [name] + arguments.map { String(decoding: $0, as: UTF8.self) },
      directory: directory, outputBytes: result.standardOutput,
      errorBytes: result.standardError, status: result.terminationStatus.shellStatus)
  }

  /// Runs a program that must succeed, and gives its standard output.
  @discardableResult
  public func callAsFunction(_ program: String, _ arguments: String..., input: [UInt8] = [])
    async throws -> String
  {
    try await run(program, arguments, input: input).expecting(0).output
  }

  /// Runs lines of POSIX shell that must succeed.
  @discardableResult
  public func script(_ text: String) async throws -> String {
    try await self("sh", "-euc", text)
  }
}

extension TerminationStatus {
  /// The number that a shell's `$?` shows: 128 and the signal for a child that was killed.
  fileprivate var shellStatus: Int32 {
    switch self {
    case .exited(let code): code
    case .signaled(let number): 128 &+ number
    }
  }
}
