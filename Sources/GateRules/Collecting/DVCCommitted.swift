// SPDX-License-Identifier: Apache-2.0

import Digests
import GitAccess
import YAML

/// What the stages of one pipeline ask of the commit, each thing once: those of a `foreach` mostly
/// depend on the same files.
final class DVCCommitted {
  private var digests: [ObjectID: String] = [:]
  private var texts: [ObjectID: YAMLNode?] = [:]
  private var folders: [RecordedFolder: Bool] = [:]
  /// How many files and folders were read.
  private(set) var readings = 0

  /// A folder as a stage recorded it.
  struct RecordedFolder: Hashable {
    let tree: ObjectID
    let digest: String
    let files: Int64?
  }

  /// MD5 of a file.
  func md5(of blob: ObjectID, limit: Int, in repository: borrowing Repository) throws(GitError)
    -> String
  {
    if let known = digests[blob] { return known }
    readings += 1
    let digest = Digest.of(try repository.blob(blob, limit: limit), .md5).hex
    digests[blob] = digest
    return digest
  }

  /// What a file says; nil when it is no YAML.
  func yaml(_ blob: ObjectID, limit: Int, in repository: borrowing Repository) throws(GitError)
    -> YAMLNode?
  {
    if let known = texts[blob] { return known }
    readings += 1
    let node = try? YAMLNode.parse(try repository.blob(blob, limit: limit))
    texts[blob] = .some(node)
    return node
  }

  /// Whether a folder is another than a stage recorded, as `look` finds out.
  func isOther(_ recorded: RecordedFolder, _ look: () throws(GitError) -> Bool) throws(GitError)
    -> Bool
  {
    if let known = folders[recorded] { return known }
    readings += 1
    let isOther = try look()
    folders[recorded] = isOther
    return isOther
  }
}
