// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport

/// Data with manifests that the real tools wrote, made once for all tests: their Pythons are slow.
struct ManifestFixture: Sendable {
  /// Folders of every kind of description.
  static let formats = Task {
    try await ManifestFixture(script)
  }
  /// Delta Lake and Iceberg tables.
  static let tables = Task {
    try await ManifestFixture(tableScript)
  }

  private let scratch: ScratchFolder
  /// What the tools themselves said of their data, as it was and with something changed.
  let answers: JSONValue

  /// Runs a script that makes one folder for each tool below the folder that it is given, and prints
  /// what the tools say of their data, as JSON.
  private init(_ script: String) async throws {
    scratch = try ScratchFolder()
    let output = try await PythonPeer.run(script, [scratch.path.string])
    answers = try JSONValue.parse(Array(output.utf8))
  }

  /// A copy of one tool's folder.
  func worktree(with folder: String) async throws -> Worktree {
    let worktree = try Worktree()
    try await worktree.shell(
      "cp", "-a", scratch.path.appending(folder).string, worktree.path.string)
    return worktree
  }
}
