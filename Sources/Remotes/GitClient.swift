// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import GitAccess
import SystemPackage

/// The git program, for settings, credentials and git-annex.
///
/// No variable of a hook's environment reaches it, it never asks a terminal, and it takes no
/// optional lock.
struct GitClient: Sendable {
  private let program: HelperProgram

  init(worktree: FilePath, environment: [String: String], timeout: Duration = .seconds(60)) {
    var environment = environment
    for name in GitProgram.localVariables { environment[name] = nil }
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["GIT_ASKPASS"] = "/bin/false"
    environment["SSH_ASKPASS"] = "/bin/false"
    environment["GCM_INTERACTIVE"] = "never"
    environment["LC_ALL"] = "C"
    program = HelperProgram(
      name: "git", environment: environment, hint: "sudo apt-get install git",
      directory: worktree, timeout: timeout)
  }

  func run(_ arguments: [String], input: [UInt8] = []) async throws(Failure) -> HelperProgram.Run {
    try await program.run(arguments, input: input)
  }

  /// Standard output of a command that must succeed.
  func output(_ arguments: [String], input: [UInt8] = []) async throws(Failure) -> [UInt8] {
    let run = try await run(arguments, input: input)
    guard run.status == 0 else {
      throw Failure("'git \(arguments.first ?? "")' failed: \(run.complaint)")
    }
    return run.output
  }
}

/// Settings as `git config --list -z` prints them.
struct GitSettings: Sendable {
  private var values: [String: [String]] = [:]

  init(parsing bytes: [UInt8]) {
    for entry in bytes.split(separator: 0) {
      let parts = entry.split(separator: 0x0a, maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(decoding: parts[0], as: UTF8.self)
      let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "true"
      values[key, default: []].append(value)
    }
  }

  /// The last value of a key; section and name in lower case, the part between as it is.
  subscript(key: String) -> String? { values[key]?.last }

  /// The parts between `SECTION.` and `.NAME`, with their values, ordered.
  func names(of section: String, _ name: String) -> [(name: String, value: String)] {
    let (start, end) = ("\(section).", ".\(name)")
    return values.compactMap { key, values in
      guard key.hasPrefix(start), key.hasSuffix(end),
        key.utf8.count >= start.utf8.count + end.utf8.count,
        let value = values.last
      else { return nil }
      return (String(key.dropFirst(start.count).dropLast(end.count)), value)
    }.sorted { $0.name < $1.name }
  }

  /// A URL after `url.BASE.insteadOf`, the longest match winning.
  func rewritten(_ url: String) -> String {
    var best: (length: Int, text: String)?
    for (key, prefixes) in values where key.hasPrefix("url.") && key.hasSuffix(".insteadof") {
      let base = key.dropFirst(4).dropLast(10)
      for prefix in prefixes where url.hasPrefix(prefix) && prefix.count > best?.length ?? 0 {
        best = (prefix.count, String(base + url.dropFirst(prefix.count)))
      }
    }
    return best?.text ?? url
  }
}
