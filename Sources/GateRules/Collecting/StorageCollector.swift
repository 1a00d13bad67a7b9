// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
import Remotes
import SystemPackage

/// Asks remote storages for the data of a commit, where preset and policy want it.
struct StorageCollector {
  let preset: Preset
  let policy: Policy

  private static let rules: [Rule] = [.dataUnpushed, .dataNoRemote]

  /// Lower presets promise to use no network, so no level of a policy makes them ask.
  private var isWanted: Bool {
    preset >= .build && Self.rules.contains { policy.level(of: $0, in: preset) != .off }
  }

  /// What a tree's data needs elsewhere; nothing where nobody wants to know.
  func data(
    in tree: ObjectID, _ configuration: Configuration, of repository: borrowing Repository
  ) throws -> [StoredData] {
    guard isWanted else { return [] }
    return try StoredDataSearch(
      tree: tree, of: repository, declarations: configuration.data
    ).found
  }

  /// What the remotes answer, with the settings of the worktree and of the user.
  static func reports(of data: [StoredData], from worktree: FilePath?) async -> [RemoteReport] {
    guard !data.isEmpty else { return [] }
    guard let worktree else {
      return [
        RemoteReport(
          "the data", format: "any",
          .undecided(reason: "a bare repository has no settings of remotes"),
          hints: ["modelgate data import-check   # in a clone"])
      ]
    }
    return await RemoteInspector(worktree: worktree, environment: Program.environment)
      .inspect(data)
  }
}
