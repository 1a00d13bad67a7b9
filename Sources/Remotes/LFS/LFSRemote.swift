// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import StrictJSON
import SystemPackage

/// Asks the place that Git LFS downloads from.
struct LFSRemote: Sendable {
  private let worktree: FilePath
  private let environment: [String: String]
  private let git: GitClient

  init(worktree: FilePath, environment: [String: String]) {
    (self.worktree, self.environment) = (worktree, environment)
    git = GitClient(worktree: worktree, environment: environment)
  }

  func report(_ name: String, _ files: [StoredData.LFSFile]) async -> RemoteReport {
    var report = RemoteReport(
      name, manifest: nil, format: "lfs", .noRemote, hints: ["git lfs push --all origin"])
    do throws(Failure) {
      let settings = GitSettings(parsing: try await git.output(["config", "--list", "-z"]))
      guard
        let endpoint = try LFSEndpoint(
          settings, shared: try await sharedSettings(), branch: try await branch())
      else {
        report.hints = ["git remote add origin URL"]
        return report
      }
      report.remote = endpoint.text
      let pointers = Self.distinct(files)
      let found = try await presences(of: pointers, at: endpoint)
      let objects = files.map { file in
        RemoteReport.Object(
          file.path,
          file.pointer.size == 0
            ? .present(.digest)
            : found[file.pointer.digest.hex]
              ?? .undecided(reason: "the server's answer leaves it out"))
      }
      report.outcome = .judged(objects)
    } catch {
      report.outcome = .undecided(reason: error.message)
      report.hints = error.hints + ["git lfs push --dry-run --all origin"]
    }
    return report
  }

  /// Each object once; an empty file has none.
  private static func distinct(_ files: [StoredData.LFSFile]) -> [LFSPointer] {
    var seen: Set<String> = []
    return files.map(\.pointer).filter { $0.size > 0 && seen.insert($0.digest.hex).inserted }
  }

  /// `.lfsconfig` of the worktree, or nothing.
  private func sharedSettings() async throws(Failure) -> GitSettings {
    guard (try? FileStatus(following: worktree.appending(".lfsconfig"))) != nil else {
      return GitSettings(parsing: [])
    }
    return GitSettings(
      parsing: try await git.output(["config", "--file", ".lfsconfig", "--list", "-z"]))
  }

  private func branch() async throws(Failure) -> String? {
    let run = try await git.run(["symbolic-ref", "--quiet", "--short", "HEAD"])
    let name = String(decoding: run.output, as: UTF8.self).split(separator: "\n").first
    return run.status == 0 ? name.map(String.init) : nil
  }

  private func presences(of pointers: [LFSPointer], at endpoint: LFSEndpoint) async throws(Failure)
    -> [String: Presence]
  {
    switch endpoint {
    case .folder(let repository): return try await presences(of: pointers, in: repository)
    case .api(let url):
      let server = LFSServer(url: url, git: git, environment: environment)
      return try await server.presences(of: pointers)
    case .ssh(let host, let port, let path):
      let login = LFSLogin(git: git, environment: environment)
      let granted = try await login.ask(host: host, port: port, path: path)
      var server = LFSServer(url: granted.url, git: git, environment: environment)
      server.headers = granted.headers
      return try await server.presences(of: pointers)
    }
  }

  /// The media store of a repository on this machine.
  private func presences(of pointers: [LFSPointer], in repository: FilePath) async throws(Failure)
    -> [String: Presence]
  {
    let path = worktree.pushing(repository)
    guard (try? FileStatus(following: path))?.kind == .directory else {
      throw Failure("the remote '\(path.printable)' does not exist")
    }
    let inner = path.appending(".git")
    let isBare = (try? FileStatus(following: inner))?.kind != .directory
    let store = (isBare ? path : inner).appending("lfs").appending("objects")
    guard (try? FileStatus(following: store))?.kind == .directory else {
      return Dictionary(
        uniqueKeysWithValues: pointers.map {
          ($0.digest.hex, Presence.absent(reason: "no object was ever pushed there"))
        })
    }
    let objects = pointers.map { pointer in
      let hex = pointer.digest.hex
      let key = "\(hex.prefix(2))/\(hex.dropFirst(2).prefix(2))/\(hex)"
      return StoredObject(key: RelativePath(unchecked: Array(key.utf8)), size: pointer.size)
    }
    let answers = await FolderStore(folder: store).presence(of: objects)
    return Dictionary(uniqueKeysWithValues: zip(pointers.map(\.digest.hex), answers))
  }
}

extension LFSEndpoint {
  /// The place for people.
  var text: String {
    switch self {
    case .api(let url): SafeURL.text(url)
    case .folder(let path): path.printable
    case .ssh(let host, _, let path): SafeURL.text("ssh://\(host)/\(path.drop { $0 == "/" })")
    }
  }
}
