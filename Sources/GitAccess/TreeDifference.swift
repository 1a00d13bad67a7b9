// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// The files in which two trees differ; what they have in common is not read.
public struct TreeDifference: Sendable {
  /// A path whose file is not the same in both; nil where there is none.
  public struct File: Sendable {
    /// From the repository's root.
    public let path: RelativePath
    /// The file of the first tree.
    public let old: TreeEntry?
    /// The file of the second tree.
    public let new: TreeEntry?
  }

  /// More are an error: a few small trees can stand for any number of paths.
  private static let limit = 5_000_000
  private static let maximumDepth = 2048

  /// Ordered by the bytes of their paths.
  public private(set) var files: [File] = []
  /// Where a symbolic link differs, in the same order; what is no link counts as none.
  public private(set) var links: [File] = []
  private var seen = 0

  /// Compares two trees.
  public init(_ old: ObjectID, _ new: ObjectID, of repository: borrowing Repository)
    throws(GitError)
  {
    var pending: [(ObjectID?, ObjectID?, RelativePath?)] = [(old, new, nil)]
    while let (old, new, folder) = pending.popLast() {
      guard (folder?.components.count ?? 0) <= Self.maximumDepth else {
        throw .malformed("compare trees", "they are over \(Self.maximumDepth) folders deep")
      }
      pending += try compare(old, new, folder, of: repository)
    }
    files.sort { $0.path < $1.path }
    links.sort { $0.path < $1.path }
  }

  /// Adds the files directly in a folder, and gives the folders in it that differ.
  private mutating func compare(
    _ old: ObjectID?, _ new: ObjectID?, _ folder: RelativePath?,
    of repository: borrowing Repository
  ) throws(GitError) -> [(ObjectID?, ObjectID?, RelativePath?)] {
    guard old != new else { return [] }
    var pairs: [RelativePath: (old: TreeEntry?, new: TreeEntry?)] = [:]
    if let old {
      for entry in try repository.entries(of: old, below: folder) {
        pairs[entry.path] = (entry, nil)
      }
    }
    if let new {
      for entry in try repository.entries(of: new, below: folder) {
        pairs[entry.path, default: (nil, nil)].new = entry
      }
    }
    seen += pairs.count
    guard seen <= Self.limit else {
      throw .malformed("compare trees", "they have more than \(Self.limit) entries")
    }
    var folders: [(ObjectID?, ObjectID?, RelativePath?)] = []
    for (path, pair) in pairs where pair.old != pair.new {
      let trees = (pair.old?.tree, pair.new?.tree)
      if trees.0 != nil || trees.1 != nil { folders.append((trees.0, trees.1, path)) }
      let blobs = (pair.old?.file, pair.new?.file)
      if blobs.0 != nil || blobs.1 != nil {
        files.append(File(path: path, old: blobs.0, new: blobs.1))
      }
      let targets = (pair.old?.link, pair.new?.link)
      if targets.0 != nil || targets.1 != nil {
        links.append(File(path: path, old: targets.0, new: targets.1))
      }
    }
    return folders
  }
}

extension TreeEntry {
  fileprivate var tree: ObjectID? { kind == .tree ? id : nil }
  fileprivate var link: TreeEntry? { kind == .symbolicLink ? self : nil }
  fileprivate var file: TreeEntry? { kind == .file || kind == .executable ? self : nil }
}
