// SPDX-License-Identifier: Apache-2.0

public import Files
import Findings

/// Something that a committed file holds and should not.
public struct ContentFact: Sendable, Equatable {
  /// What it holds.
  public enum Kind: Sendable, Equatable {
    /// So many bytes that it belongs outside of git.
    case large(bytes: Int)
    /// A private key; what its first line says it is.
    case privateKey(String)
    /// Content where the commit's attributes want an LFS pointer.
    case rawLargeFile
    /// An LFS pointer that git-lfs reads and would not have written.
    case loosePointer
    /// A notebook with what its cells printed, or how often they ran.
    case notebookOutputs(cells: Int)
    /// A notebook that cannot be read.
    case notebookUnreadable(String)
    /// A lock file that does not do its work.
    case lock(LockDefect)
    /// A stage of a DVC pipeline that was not run as the commit describes it; why, in words.
    case stage(String, String)
    /// A stage that could not be compared; why, in words.
    case stageUndecided(String, String)
  }

  /// Where, from the root of the tree.
  public var path: RelativePath
  /// What it holds.
  public var kind: Kind

  /// Names a fact.
  public init(_ kind: Kind, at path: RelativePath) {
    self.kind = kind
    self.path = path
  }

  /// The path as a word of a shell command.
  var quoted: String { ShellWord.quote(path) }

  /// The path and no other, as a word for commands of git that take patterns.
  var pathspec: String { ShellWord.pathspec(path) }
}

/// Why a lock file does not say which software to install.
public enum LockDefect: Sendable, Equatable {
  /// The version, or the very file, is left open; on which line, where lines mean something.
  case unpinned(requirement: String, line: Int?)
  /// It has no hash, while the tool records hashes of others.
  case unhashed(requirement: String, line: Int?)
  /// It includes a file that the commit does not have, on which line.
  case includesMissing(String, line: Int)
  /// It was made from another version of its source.
  case outOfStep(with: RelativePath)
  /// It asks for software, and no lock file is beside it.
  case notLocked
  /// It, or its source, could not be read; why, in words.
  case unreadable(String)
}
