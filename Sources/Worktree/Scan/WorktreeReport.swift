// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import SystemPackage

/// One way in which a worktree differs from its index, or cannot be compared with it.
public struct Deviation: Hashable, Sendable {
  /// What differs.
  public enum Kind: Hashable, Sendable {
    /// Tracked, and its bytes are not the blob's.
    case modified
    /// Tracked, and its bytes are the blob's but for line ends that git itself would convert.
    ///
    /// `isCheckout` says that a checkout here would write these very bytes, because of what is set
    /// outside of the repository; without it that is not known. Where committed attributes ask for
    /// the line ends, in every clone, the file is clean. Said only of files that had to be read;
    /// one that git compared and that is unchanged since is clean.
    case lineEnds(isCheckout: Bool)
    /// Tracked, and not there; or no longer reached because a folder above is a link or a file.
    case deleted
    /// Tracked, and something of another kind is there.
    case typeChanged(to: FileStatus.Kind)
    /// Tracked, and the owner's right to execute is not as recorded.
    case modeChanged(isExecutable: Bool)
    /// Neither tracked nor ignored; a folder stands for all that is in it.
    case untracked(isFolder: Bool)
    /// Ignored, where the caller asked for that; a folder stands for all that is in it.
    case ignored(isFolder: Bool)
    /// A folder with a repository of its own that is no submodule.
    case nestedRepository
    /// Not tracked and not ignored, and a FIFO, socket or device, which git never mentions.
    case special(String)
    /// In the index by name only: `git add --intent-to-add`.
    case intentToAdd
    /// Part of a merge conflict; not compared.
    case unmerged
    /// Flagged so that git does not look at it.
    ///
    /// It was compared nevertheless: a difference is a deviation of its own.
    case assumeUnchanged
    /// There, although flagged as left out by a sparse checkout.
    ///
    /// It was compared nevertheless.
    case skipWorktree
    /// Changed again and again while it was read.
    case unstable
    /// The kernel refused to let it be looked at.
    case unreadable(Errno)
    /// A folder so deep that it was not looked into.
    case tooDeep
  }

  /// Where, from the root; nil for the root itself.
  public var path: RelativePath?
  /// What differs.
  public var kind: Kind

  /// Names a deviation.
  public init(_ kind: Kind, at path: RelativePath?) {
    self.kind = kind
    self.path = path
  }
}

/// A tracked file whose bytes on disk and blob are not meant to be equal, for the caller to settle.
public struct FilterCandidate: Sendable {
  /// Its position in the index.
  public let entry: Int
  /// Where.
  public let path: RelativePath
  /// The blob.
  public let id: ObjectID
  /// What stands between blob and file: a filter, an encoding, expanded identifiers.
  public let attributes: PathAttributes
  /// Bytes on disk.
  public let size: Int64
  /// Whether git compared it, and times, inode and size have not changed since.
  ///
  /// That proves only that the file is what some filter once accepted.
  public let isUnchangedByStat: Bool
  /// Whether the bytes on disk are the blob's own; nil when the file is too large for a pointer and
  /// was not read.
  public let isBlobItself: Bool?
}

/// A submodule and what is in its place.
public struct GitlinkState: Sendable {
  /// What is in the place of a submodule.
  public enum Presence: Sendable, Equatable {
    /// Nothing.
    case missing
    /// An empty folder: not initialized.
    case empty
    /// A folder with `.git` in it.
    case repository
    /// A folder without `.git`, and not empty; git shows nothing of what is in it.
    case filesOnly
    /// Something that is not a folder.
    case notFolder(FileStatus.Kind)
  }

  /// Its position in the index.
  public let entry: Int
  /// Where.
  public let path: RelativePath
  /// The commit that is recorded.
  public let id: ObjectID
  /// What is there.
  public let presence: Presence
}

/// How a worktree differs from its index.
public struct WorktreeReport: Sendable {
  /// Everything that differs, sorted by path.
  public internal(set) var deviations: [Deviation] = []
  /// Files behind filters, sorted by path; not settled by the scan.
  public internal(set) var candidates: [FilterCandidate] = []
  /// Every submodule, sorted by path; what is inside is not looked at.
  public internal(set) var gitlinks: [GitlinkState] = []
  /// Positions in the index of files that a sparse checkout left out, and that are not there.
  public internal(set) var sparse: [Int] = []
  /// Tracked paths that differ only in case or Unicode normalization, in groups.
  public internal(set) var twins: [[RelativePath]] = []
  /// The id of the tree that the index would be committed as; nil within a merge conflict.
  public internal(set) var indexTree: ObjectID?
  /// Positions in the index of the entries that the query asked for, sorted.
  public internal(set) var picked: [Int] = []
  /// How many files were believed unchanged by size, times and inode.
  public internal(set) var trustedFiles = 0
  /// How many files were read.
  public internal(set) var readFiles = 0
  /// How many folders of the index had their names read, because those were not known.
  public internal(set) var listedFolders = 0
}
