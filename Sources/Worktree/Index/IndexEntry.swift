// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// The four kinds of things that git tracks, by their modes in trees.
public enum TrackedMode: UInt32, Sendable {
  /// A regular file.
  case file = 0o100644
  /// A regular file that its owner may execute.
  case executable = 0o100755
  /// A symbolic link; the blob is its target.
  case symbolicLink = 0o120000
  /// A submodule; the id is a commit of another repository.
  case gitlink = 0o160000
}

/// What `lstat` said when git last looked, as gitformat-index(5) keeps it: all in 32 bits.
public struct IndexStat: Equatable, Sendable {
  /// Content or attributes last changed, seconds and nanoseconds.
  public var changed: (seconds: UInt32, nanoseconds: UInt32)
  /// Content last changed, seconds and nanoseconds.
  public var modified: (seconds: UInt32, nanoseconds: UInt32)
  /// Device, cut to 32 bits.
  public var device: UInt32
  /// Inode, cut to 32 bits.
  public var inode: UInt32
  /// The owner.
  public var owner: UInt32
  /// The group.
  public var group: UInt32
  /// Bytes, cut to 32 bits; 0 also where git wants the content compared.
  public var size: UInt32

  /// Compares all fields.
  public static func == (left: IndexStat, right: IndexStat) -> Bool {
    left.changed == right.changed && left.modified == right.modified
      && left.device == right.device && left.inode == right.inode && left.owner == right.owner
      && left.group == right.group && left.size == right.size
  }
}

/// One entry of an index, copied out of it.
public struct IndexEntry: Sendable {
  /// Bits that change how git treats an entry.
  public struct Flags: OptionSet, Sendable {
    /// The bits; see the constants.
    public let rawValue: UInt8

    /// Wraps bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `git update-index --assume-unchanged`: git does not look at the file.
    public static let assumeUnchanged = Flags(rawValue: 1)
    /// Sparse checkout, or `git update-index --skip-worktree`: git does not expect the file.
    public static let skipWorktree = Flags(rawValue: 2)
    /// `git add --intent-to-add`: the path is noted, its content is not.
    public static let intentToAdd = Flags(rawValue: 4)
  }

  /// The path from the root of the worktree.
  public let path: RelativePath
  /// The blob, or the commit of a submodule.
  public let id: ObjectID
  /// What is tracked.
  public let mode: TrackedMode
  /// 0, or 1 to 3 for the versions of a merge conflict.
  public let stage: Int
  /// Bits that change how git treats it.
  public let flags: Flags
  /// What the file looked like when git last compared it.
  public let stat: IndexStat
}
