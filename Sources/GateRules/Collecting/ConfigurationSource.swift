// SPDX-License-Identifier: Apache-2.0

import Configuration
import Datasets
import Digests
import Files
import GitAccess
import SystemPackage

/// Where `modelgate.yaml` is read from.
enum ConfigurationSource {
  private static let limit = Configuration.byteLimit

  /// A file that somebody named.
  static func file(_ path: FilePath) throws -> Configuration {
    try Configuration(
      parsing: try SmallFile.read(path, limit: limit), file: path.printable, rules: RuleTable.ids)
  }

  /// The worktree's own; nothing is declared where there is none.
  static func worktree(_ root: FilePath) throws -> Configuration {
    let path = root.appending(Configuration.fileName)
    guard (try? FileStatus(path)) != nil else { return Configuration() }
    let bytes = try SmallFile.read(path, limit: limit, followLink: false)
    return try Configuration(parsing: bytes, rules: RuleTable.ids)
  }

  /// The blob of a tree's own; nil where there is none.
  static func blob(in tree: ObjectID, of repository: borrowing Repository) throws -> ObjectID? {
    try RelativePath(Configuration.fileName).flatMap { try repository.entry(at: $0, in: tree)?.id }
  }

  /// A tree's own; nothing is declared where there is none.
  static func tree(_ tree: ObjectID, of repository: borrowing Repository) throws
    -> Configuration
  { try Configuration(committedIn: tree, of: repository, rules: RuleTable.ids) }
}

extension RuleTable {
  /// The ids of all rules.
  static let ids = rules.map(\.id)
}
