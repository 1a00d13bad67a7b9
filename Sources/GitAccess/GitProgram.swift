// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Subprocess
public import SystemPackage

/// The git program, for the little that libgit2 cannot do.
///
/// It gets an environment of its own, so that no `GIT_*` variable of the caller reaches it.
public struct GitProgram: Sendable {
  /// How a run ended.
  public struct Outcome: Sendable {
    /// Whether git exited with 0.
    public let isSuccess: Bool
    /// What it wrote to its standard output.
    public let output: [UInt8]
    /// The first line that it wrote to its standard error.
    public let reason: String
  }

  let gitDirectory: FilePath
  let worktree: FilePath?
  let index: FilePath?

  /// Lets git work in a repository, with another index than its own if one is named.
  public init(gitDirectory: FilePath, worktree: FilePath?, index: FilePath? = nil) {
    self.gitDirectory = gitDirectory
    self.worktree = worktree
    self.index = index
  }

  /// Runs git, which must succeed, and gives its standard output.
  public func run(_ arguments: [String], input: [UInt8] = [], limit: Int = 1 << 30) async throws
    -> [UInt8]
  {
    let outcome = try await attempt(arguments, input: input, limit: limit)
    guard outcome.isSuccess else {
      throw Failure("'git \(arguments.first ?? "")' failed: \(outcome.reason)")
    }
    return outcome.output
  }

  /// Runs git to its end, whatever that is.
  public func attempt(_ arguments: [String], input: [UInt8] = [], limit: Int = 1 << 30) async throws
    -> Outcome
  {
    let place = ["--git-dir=\(gitDirectory)"] + (worktree.map { ["--work-tree=\($0)"] } ?? [])
    do {
      let result = try await Subprocess.run(
        Self.executable, arguments: Arguments(place + arguments),
        environment: .inherit.updating(overrides), workingDirectory: worktree,
        input: .array(input), output: .bytes(limit: limit), error: .string(limit: 1 << 16))
      return Outcome(
        isSuccess: result.terminationStatus.isSuccess, output: result.standardOutput,
        reason: String(result.standardError.prefix { $0 != "\n" }))
    } catch let error as SubprocessError {
      throw Failure("cannot run git: \(error)", hints: ["sudo apt-get install git"])
    }
  }

  /// Looked for here, because Subprocess starts a process for each folder of `PATH` to find it.
  private static var executable: Executable {
    let places = Program.searchPath.lazy.map { $0.appending("git") }
    return places.first { Program.isExecutable($0) }.map { .path($0) } ?? .name("git")
  }

  /// What `git rev-parse --local-env-vars` lists, but for the settings of a command line: variables
  /// that would make git look into another repository.
  public static let localVariables = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR",
    "GIT_INTERNAL_SUPER_PREFIX",
  ]

  private var overrides: [Environment.Key: String?] {
    var overrides = Self.overrides
    if let index { overrides["GIT_INDEX_FILE"] = index.string }
    return overrides
  }

  /// Everything that would make git look elsewhere, or do something else, unset.
  private static let overrides: [Environment.Key: String?] = {
    let dropped =
      localVariables + [
        "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_EXTERNAL_DIFF", "GIT_TRACE",
      ]
    var overrides: [Environment.Key: String?] = [:]
    for name in dropped {
      if let key = Environment.Key(rawValue: name) { overrides[key] = .some(nil) }
    }
    overrides["GIT_NO_REPLACE_OBJECTS"] = "1"
    // What a partial clone lacks is not fetched for a judgement.
    overrides["GIT_NO_LAZY_FETCH"] = "1"
    overrides["GIT_OPTIONAL_LOCKS"] = "0"
    overrides["GIT_TERMINAL_PROMPT"] = "0"
    overrides["LC_ALL"] = "C"
    return overrides
  }()
}
