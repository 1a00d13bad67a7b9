// SPDX-License-Identifier: Apache-2.0

import Files
public import GitAccess
import SystemPackage

/// What is so of the repository as a whole.
public struct RepositoryFacts: Sendable, Equatable {
  /// HEAD.
  public var head: Head
  /// A merge, rebase or the like that was begun and not ended.
  public var unfinishedOperation: String?
  /// Whether history was cut off.
  public var isShallow = false
  /// References below `refs/replace/`, which make git show other objects than there are.
  public var replacements: [String] = []
  /// Whether `.git/info/grafts` gives commits other parents.
  public var hasGrafts = false
  /// Whether the folder that is judged and its repository belong to different places.
  public var redirection: Redirection?
  /// The names of the remotes.
  public var remotes: [String] = []
  /// Whether a remote has the judged commit: as of the last fetch, or as it is now.
  public var publication = Publication.noRemote
  /// Whether a reference holds the commit of a detached HEAD; nil where that was not looked at.
  public var isOnReference: Bool?
  /// What a release needs of the remotes.
  public var release = ReleaseFacts()

  /// Facts of a repository where nothing is unusual.
  public init(head: Head) { self.head = head }

  /// Reads the facts that cost little and need no remote.
  public init(of repository: borrowing Repository) throws(GitError) {
    self.init(head: try repository.head())
    unfinishedOperation = repository.unfinishedOperation
    isShallow = repository.isShallow
    replacements = try repository.references(prefix: "refs/replace/").map(\.name)
    hasGrafts = Self.hasContent(repository.commonDirectory.appending("info").appending("grafts"))
    remotes = try repository.remotes()
  }

  private static func hasContent(_ file: FilePath) -> Bool {
    guard let status = try? FileStatus(following: file), status.size > 0 else { return false }
    guard let bytes = try? SmallFile.read(file, limit: 1 << 20) else { return true }
    return bytes.split(separator: 0x0a).contains { $0.first != UInt8(ascii: "#") }
  }
}
