// SPDX-License-Identifier: Apache-2.0

public import Configuration
public import Digests
import Files
public import GitAccess

extension Configuration {
  /// The largest `modelgate.yaml` that is read, in bytes.
  public static let byteLimit = 1 << 20

  /// Reads a tree's own `modelgate.yaml`; nothing is declared where there is none.
  ///
  /// `rules` are those whose severity may be set; nil for any, since a commit may be older or newer
  /// than this tool.
  public init(
    committedIn tree: ObjectID, of repository: borrowing Repository, rules: [String]? = nil
  ) throws {
    guard let name = RelativePath(Self.fileName),
      let entry = try repository.entry(at: name, in: tree)
    else {
      self.init()
      return
    }
    try self.init(parsing: try repository.blob(entry.id, limit: Self.byteLimit), rules: rules)
  }
}
