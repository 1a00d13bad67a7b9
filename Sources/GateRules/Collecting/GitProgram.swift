// SPDX-License-Identifier: Apache-2.0

import Findings
import Subprocess
import SystemPackage

/// The git program, for the little that libgit2 cannot do.
///
/// It gets an environment of its own, so that no `GIT_*` variable of the caller reaches it.
struct GitProgram {
  let gitDirectory: FilePath
  let worktree: FilePath?

  /// Runs git, and gives its standard output.
  func run(_ arguments: [String], input: [UInt8] = [], limit: Int = 1 << 30) async throws -> [UInt8]
  {
    let place = ["--git-dir=\(gitDirectory)"] + (worktree.map { ["--work-tree=\($0)"] } ?? [])
    do {
      let result = try await Subprocess.run(
        .name("git"), arguments: Arguments(place + arguments),
        environment: .inherit.updating(Self.overrides), workingDirectory: worktree,
        input: .array(input), output: .bytes(limit: limit), error: .string(limit: 1 << 16))
      guard result.terminationStatus.isSuccess else {
        let reason = String(result.standardError.prefix { $0 != "\n" })
        throw Failure("'git \(arguments.first ?? "")' failed: \(reason)")
      }
      return result.standardOutput
    } catch let error as SubprocessError {
      throw Failure("cannot run git: \(error)", hints: ["sudo apt-get install git"])
    }
  }

  /// Everything that would make git look elsewhere, unset.
  private static let overrides: [Environment.Key: String?] = {
    let dropped = [
      "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS",
      "GIT_CONFIG_COUNT", "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE",
      "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS",
      "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR",
      "GIT_INTERNAL_SUPER_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_TRACE",
    ]
    var overrides: [Environment.Key: String?] = [:]
    for name in dropped {
      if let key = Environment.Key(rawValue: name) { overrides[key] = .some(nil) }
    }
    overrides["GIT_NO_REPLACE_OBJECTS"] = "1"
    overrides["GIT_OPTIONAL_LOCKS"] = "0"
    overrides["GIT_TERMINAL_PROMPT"] = "0"
    overrides["LC_ALL"] = "C"
    return overrides
  }()
}
