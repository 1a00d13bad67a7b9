// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// The Python of the peers: official implementations that serve as oracles.
public enum PythonPeer {
  /// The interpreter: the peers' own, else the one on the search path.
  public static let interpreter: FilePath? = Peers.find("python3")

  /// Whether a test that needs nothing beyond the standard library should run.
  public static var isInstalled: Bool { Peers.isRequired || interpreter != nil }

  /// Whether a test that needs these modules, separated by commas, should run.
  ///
  /// Where every peer is required the answer is yes, so that a missing one fails its test.
  public static func has(_ modules: String) async -> Bool {
    for module in modules.split(separator: ",") {
      guard await PythonModules.shared.has(module.trimmingPrefix(while: \.isWhitespace).description)
      else { return Peers.isRequired }
    }
    return true
  }

  /// Runs a script with a text on its standard input.
  public static func run(_ script: String, input: String) async throws -> String {
    try await run(script, [], input: Array(input.utf8))
  }

  /// Runs a script and gives its standard output; the bytes of `input` are its standard input.
  ///
  /// - Throws: `UnexpectedStatus` with the traceback when the script fails.
  @discardableResult
  public static func run(_ script: String, _ arguments: [String] = [], input: [UInt8] = [])
    async throws -> String
  {
    guard let interpreter else {
      throw UnexpectedStatus(description: "needs python3, which `.ci/setup` installs")
    }
    return try await run(interpreter.string, ["-c", script] + arguments, input)
  }

  /// Runs `openssl`.
  public static func openssl(_ arguments: [String], input: [UInt8] = []) async throws -> String {
    try await run("openssl", arguments, input)
  }

  private static func run(_ program: String, _ arguments: [String], _ input: [UInt8]) async throws
    -> String
  {
    let scratch = try ScratchFolder()
    try Folder.create(scratch.path.appending("tmp"))
    let shell = Shell(home: scratch.path, directory: scratch.path)
    return try await shell.run(program, arguments, input: input).expecting(0).output
  }
}
