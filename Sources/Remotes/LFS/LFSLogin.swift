// SPDX-License-Identifier: Apache-2.0

import Findings
import StrictJSON

/// Asks a server over ssh where its LFS API is (git-lfs' `docs/api/authentication.md`).
struct LFSLogin {
  let git: GitClient
  let environment: [String: String]

  /// Where the API is, and what to send there.
  struct Granted {
    let url: String
    let headers: [(name: String, value: String)]
  }

  func ask(host: String, port: String?, path: String) async throws(Failure) -> Granted {
    let remote = path.hasPrefix("/") ? String(path.dropFirst()) : path
    let command = "git-lfs-authenticate \(Self.quoted(remote)) download"
    let options = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10"]
    let words = options + (port.map { ["-p", $0] } ?? []) + ["--", host, command]
    let run = try await start(words)
    guard run.status == 0 else {
      throw Failure("ssh to '\(host)' does not tell where its LFS is: \(run.complaint)")
    }
    do {
      return try Self.granted(run.output)
    } catch {
      throw Failure("what '\(host)' says of its LFS cannot be read")
    }
  }

  /// Through a shell where git's settings name a command line instead of a program.
  private func start(_ words: [String]) async throws(Failure) -> HelperProgram.Run {
    let setting = try await git.run(["config", "--get", "core.sshCommand"])
    let configured = String(decoding: setting.output, as: UTF8.self).split(separator: "\n").first
    let line =
      environment["GIT_SSH_COMMAND"] ?? (setting.status == 0 ? configured : nil).map(String.init)
    guard let line else {
      let ssh = HelperProgram(
        name: environment["GIT_SSH"] ?? "ssh", environment: environment,
        hint: "sudo apt-get install openssh-client")
      return try await ssh.run(words, limit: 1 << 20)
    }
    let shell = HelperProgram(name: "sh", environment: environment, hint: "")
    return try await shell.run(["-c", "\(line) \"$@\"", line] + words, limit: 1 << 20)
  }

  static func granted(_ bytes: [UInt8]) throws -> Granted {
    let limits = JSONLimits(bytes: 1 << 20, depth: 8, values: 1000)
    let root = JSONField(try JSONValue.parse(bytes, limits: limits), root: "answer")
    let url = try root.required("href").nonemptyString()
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
      throw root.error("names no http URL")
    }
    let headers = try root.optional("header")?.object() ?? JSONObject()
    return Granted(
      url: url.hasSuffix("/") ? String(url.dropLast()) : url,
      headers: headers.compactMap { name, value in value.string.map { (name, $0) } })
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
