// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a manifest says of a dataset's content, ready to be compared with it.
public protocol DatasetRecord: Sendable {
  /// What is to be computed of each file, beside SHA-256.
  var digests: [ContentDigest] { get }
  /// The number of files, when the manifest says it.
  var fileCount: Int? { get }
  /// The sum of the sizes in bytes, when the manifest says it.
  var byteCount: Int64? { get }
  /// Whether nobody can make another content that this record would take for the same.
  var isCollisionResistant: Bool { get }
  /// Whether a path from the dataset's folder is listed; nil when the manifest does not list any.
  func lists(_ path: RelativePath) -> Bool?
  /// Compares with what was read; equal content gives nothing.
  func differences(from content: DatasetContent) -> [DatasetDifference]
  /// The files one by one, where the cache of a tool has a list that the record proves.
  func files(recordedFor manifest: RelativePath, in worktree: borrowing RootDirectory)
    -> ListedRecord?
}

extension DatasetRecord {
  /// There is no such list.
  public func files(recordedFor manifest: RelativePath, in worktree: borrowing RootDirectory)
    -> ListedRecord?
  { nil }

  /// The manifest lists none.
  public func lists(_ path: RelativePath) -> Bool? { nil }

  /// Every digest of it is.
  public var isCollisionResistant: Bool { digests.allSatisfy(\.isCollisionResistant) }
}

/// One thing in which a dataset is not as its manifest says.
public struct DatasetDifference: Sendable, Hashable {
  /// How it differs.
  public enum Kind: Sendable, Hashable {
    /// Listed, and not there.
    case missing
    /// There, and not listed.
    case extra
    /// Other bytes; both sides as digests or sizes for people.
    case changed(recorded: String, actual: String)
    /// Nothing that could be hashed.
    case irregular(String)
  }

  /// How it differs.
  public let kind: Kind
  /// The path from the dataset's folder, or the name of a dataset that is one file; nil when it is
  /// the dataset as a whole that differs.
  public let path: RelativePath?

  /// Names a difference.
  public init(_ kind: Kind, at path: RelativePath?) {
    self.kind = kind
    self.path = path
  }
}
