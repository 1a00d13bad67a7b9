// SPDX-License-Identifier: Apache-2.0

import Digests
import Findings
import GitAccess

/// What one remote says that it has, now.
struct RemoteListing {
  /// The remote.
  let remote: String
  /// Its references by full name; `^{}` behind a name means what an annotated tag leads to.
  private(set) var references: [String: ObjectID] = [:]
  /// Why it said nothing, if so.
  private(set) var failure: String?

  /// How long a remote may take to answer, in seconds.
  private static let patience = 30

  /// Asks a remote by `git ls-remote`, which never asks the user for anything.
  init(asking remote: String, by git: GitProgram) async {
    self.remote = remote
    do {
      let output = try await Self.answer(of: remote, by: git)
      references = Self.parse(output)
    } catch let error as any ExplainedError {
      failure = "the remote '\(remote)' does not answer: \(error.message)"
    } catch {
      failure = "the remote '\(remote)' does not answer within \(Self.patience) seconds"
    }
  }

  private static func answer(of remote: String, by git: GitProgram) async throws -> [UInt8] {
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask { try await git.run(["ls-remote", "--quiet", "--", remote], limit: 1 << 28) }
      group.addTask {
        try await Task.sleep(for: .seconds(patience))
        throw CancellationError()
      }
      defer { group.cancelAll() }
      return try await group.next() ?? []
    }
  }

  /// Reads lines of an id, a tab and a name; a line that is none is left out.
  static func parse(_ output: [UInt8]) -> [String: ObjectID] {
    var references: [String: ObjectID] = [:]
    for line in output.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      guard fields.count == 2, let id = ObjectID(hex: String(decoding: fields[0], as: UTF8.self))
      else { continue }
      references[String(decoding: fields[1], as: UTF8.self)] = id
    }
    return references
  }
}
