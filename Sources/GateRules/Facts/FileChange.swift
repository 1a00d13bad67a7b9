// SPDX-License-Identifier: Apache-2.0

public import Files

/// One way in which files differ from the judged commit, or cannot be compared with it.
public struct FileChange: Sendable, Equatable {
  /// What git's index says a change is, before it is committed.
  public enum Staged: String, Sendable {
    /// In the index and not in the commit.
    case added
    /// In the index by its name alone: `git add --intent-to-add`.
    case named = "to be added"
    /// In both, with other content or another mode.
    case modified
    /// In the commit and not in the index.
    case deleted
    /// The index holds several versions of it: a merge conflict.
    case conflicted
  }

  /// A flag of the index that makes git look away.
  public enum Flag: String, Sendable {
    /// `git update-index --assume-unchanged`.
    case assumeUnchanged = "assume-unchanged"
    /// `git update-index --skip-worktree`, also set by a sparse checkout.
    case skipWorktree = "skip-worktree"
  }

  /// What is so of a submodule.
  public enum Submodule: Sendable, Equatable {
    /// It stands at another commit than the one recorded.
    case moved(from: String, to: String)
    /// Its own files are not those of its commit.
    case dirty(String)
    /// Its folder has files, and no repository that they could be of.
    case withoutRepository
    /// Its folder is empty.
    case missing
  }

  /// What is so of the content that git-annex keeps of a file.
  public enum Annexed: Sendable, Equatable {
    /// It is not what the file's key says.
    case differs(expected: String)
    /// The text of the key stands where the content should be.
    case notFetched
    /// The key is no digest of the content.
    case undigested(String)
    /// The key holds a digest that is not computed here.
    case unsupported(String)
  }

  /// What differs.
  public enum Kind: Sendable, Equatable {
    /// Other bytes than the blob.
    case modified
    /// The same text with line ends that no checkout would write.
    case misconverted
    /// Tracked, and not there.
    case deleted
    /// The same, and an index flag has git not look for it.
    case deletedUnseen
    /// In the index otherwise than in the commit.
    case staged(Staged)
    /// Not tracked and not ignored; a folder stands for all that is in it.
    case untracked(isFolder: Bool)
    /// Ignored, inside a declared input.
    case ignoredInput
    /// A file where the commit has a link, or the like.
    case typeChanged(now: String)
    /// The same bytes, with another executable bit.
    case modeChanged(isExecutable: Bool)
    /// The same text with other line ends.
    case lineEnds
    /// A large file whose LFS pointer names other content.
    case pointerDiffers(expected: String)
    /// The pointer stands where the large file should be.
    case pointerNotExpanded
    /// A file of git-annex whose content is not, or cannot be said to be, what its key names.
    case annexed(Annexed)
    /// A filter stands between blob and file, and what it makes could not be compared.
    case filtered(by: String)
    /// A flag hides it from git.
    case flagged(Flag)
    /// Left out by a sparse checkout.
    case sparse
    /// A repository of its own, that the commit knows nothing of.
    case nestedRepository
    /// The same in a folder whose files the commit has.
    case repositoryOverTracked
    /// A submodule that is not as recorded.
    case submodule(Submodule)
    /// A submodule at a commit, by its short name, that its remotes do not have; why nobody can
    /// say, if so.
    case submoduleUnpushed(String, doubt: String?)
    /// A FIFO, socket or device.
    case special(String)
    /// It could not be read.
    case unreadable(String)
    /// Its name differs from another's only in case or Unicode normalization.
    case twin(of: RelativePath)
    /// A symbolic link that leads out of the tree.
    case linkLeavesTree(target: String)
  }

  /// Where, from the root of the worktree; nil for the root itself.
  public var path: RelativePath?
  /// What differs.
  public var kind: Kind

  /// Names a change.
  public init(_ kind: Kind, at path: RelativePath?) {
    self.kind = kind
    self.path = path
  }
}
