// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// Everything that stands beneath a directory; nothing is ignored and no link is followed.
public struct DirectoryTree: Sendable {
  /// A name beneath the root, with its status when it was listed.
  public struct Entry: Sendable, Equatable {
    /// The name.
    public let path: RelativePath
    /// What stood there.
    public let status: FileStatus

    /// Describes a name that was not listed, but looked up.
    public init(path: RelativePath, status: FileStatus) {
      self.path = path
      self.status = status
    }
  }

  /// A name that could not be listed: a folder that cannot be read, a file that vanished.
  public struct Unlisted: Sendable, Equatable {
    /// The name; nil for the root itself.
    public let path: RelativePath?
    /// Why.
    public let error: FileError
  }

  /// Bounds against trees that would not end.
  public struct Limits: Sendable {
    /// How deep folders may be nested.
    public var depth = 512
    /// How many names there may be in all.
    public var entries = 50_000_000

    /// The usual bounds.
    public init() {}
  }

  /// Regular files, ordered by their bytes.
  public internal(set) var files: [Entry] = []
  /// Folders, in the order of their depth.
  public internal(set) var folders: [RelativePath] = []
  /// Symbolic links, FIFOs, sockets and devices, ordered by their bytes.
  public internal(set) var irregular: [Entry] = []
  /// What could not be listed, ordered by bytes; the list is complete only when this is empty.
  public internal(set) var unlisted: [Unlisted] = []

  /// Lists what is beneath a directory.
  ///
  /// `descend` is asked once about every folder whether its content is wanted; `unwanted`, given the
  /// files of a folder, names folders beside them whose content is not. Past the limits a folder is
  /// `unlisted`.
  public static func list(
    _ root: borrowing RootDirectory, limits: Limits = Limits(),
    descend: (RelativePath) -> Bool = { _ in true },
    unwanted: (_ files: [Entry]) -> Set<RelativePath> = { _ in [] }
  ) -> DirectoryTree {
    var tree = DirectoryTree()
    var level: [RelativePath?] = [nil]
    var count = 0
    var depth = 0
    let lister = FolderLister(root.descriptor, root.path)
    while !level.isEmpty {
      let folders = lister.list(level)
      var next: [RelativePath?] = []
      for folder in folders {
        count += folder.count
        let left = unwanted(folder.files)
        let folders = tree.take(folder).filter { !left.contains($0) && descend($0) }
        next += folders.map(Optional.some)
      }
      depth += 1
      if depth > limits.depth || count > limits.entries {
        tree.leaveOut(
          next, depth > limits.depth ? "nested too deeply" : "too many files", root.path)
        next = []
      }
      level = next
    }
    tree.sort()
    return tree
  }

  /// Adds what a folder holds, and gives its folders.
  private mutating func take(_ folder: FolderContent) -> [RelativePath] {
    files += folder.files
    folders += folder.folders
    irregular += folder.irregular
    unlisted += folder.unlisted
    return folder.folders
  }

  private mutating func leaveOut(_ folders: [RelativePath?], _ reason: String, _ root: FilePath) {
    unlisted += folders.map { folder in
      let place = folder.map { root.appending($0) } ?? root
      return Unlisted(path: folder, error: FileError("list", place, .overflow, detail: reason))
    }
  }

  private mutating func sort() {
    files.sort { $0.path < $1.path }
    irregular.sort { $0.path < $1.path }
    unlisted.sort { ($0.path?.bytes ?? []).lexicographicallyPrecedes($1.path?.bytes ?? []) }
  }
}
