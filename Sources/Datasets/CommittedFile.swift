// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import Manifests

/// A file of a dataset whose bytes a commit holds or names.
public struct CommittedFile: Sendable, Equatable {
  /// Where the bytes are.
  public enum Content: Sendable, Equatable {
    /// In a blob of the commit.
    case blob(ObjectID)
    /// In Git LFS; the blob is a pointer to them.
    case largeFile(LFSPointer, pointer: ObjectID)
    /// In git-annex; the pointer is the blob of an unlocked file, and nil for a locked one.
    case annexed(AnnexKey, pointer: ObjectID?)
    /// In the file that this symbolic link leads to.
    case link(text: [UInt8])
  }

  /// From the dataset's folder, or the file's name when the dataset is one file.
  public var path: RelativePath
  /// Where the bytes are.
  public var content: Content

  /// Where a link says that it leads, for people; "" for a file.
  var linkText: String {
    guard case .link(let text) = content else { return "" }
    return RelativePath.quoted(text)
  }
}
