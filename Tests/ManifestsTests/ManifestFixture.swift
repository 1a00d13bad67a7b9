// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport

/// Data with manifests that the real tools wrote, made once for all tests: their Pythons are slow.
struct ManifestFixture: Sendable {
  static let modules =
    "bagit,model_signing,frictionless,mlcroissant,deltalake,pyiceberg,huggingface_hub"
  private static let shared = Task { try await ManifestFixture() }

  private let scratch: ScratchFolder
  /// What the tools themselves said of their data, as it was and with one byte changed.
  let answers: JSONValue

  private init() async throws {
    scratch = try ScratchFolder()
    let output = try await PythonPeer.run(Self.script, [scratch.path.string])
    answers = try JSONValue.parse(Array(output.utf8))
  }

  /// What the tools said.
  static func answers() async throws -> JSONValue { try await shared.value.answers }

  /// A copy of one tool's folder.
  static func worktree(with folder: String) async throws -> Worktree {
    let fixture = try await shared.value
    let worktree = try Worktree()
    try await worktree.shell(
      "cp", "-a", fixture.scratch.path.appending(folder).string, worktree.path.string)
    return worktree
  }
}
