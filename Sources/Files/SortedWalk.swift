// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Visits the folders beneath a root on all processors, a level at a time, following no link.
///
/// A folder of many files is visited in pieces, so that one folder keeps all processors busy.
public enum SortedWalk {
  /// Some of what a folder holds.
  public struct Piece: Sendable {
    /// All that it holds.
    public let folder: SortedFolder
    /// Which of its entries are meant.
    public let entries: Range<Int>
    /// What names are looked up in while the piece is visited.
    let lookup: NameLookup

    /// Of the folder from the root; nil for the root itself.
    public var path: RelativePath? { folder.relativePath }
    /// Whether the folder has no entry before these.
    public var isFirst: Bool { entries.lowerBound == 0 }
    /// Whether the folder has no entry after these.
    public var isLast: Bool { entries.upperBound == folder.entries.count }

    /// Describes what stands under a name now, not following a link.
    public func status(of entry: SortedFolder.Entry) throws(FileError) -> FileStatus {
      var found = stat()
      let result = unsafe folder.withName(of: entry) {
        unsafe fstatat(lookup.descriptor, $0, &found, AT_SYMLINK_NOFOLLOW)
      }
      guard result == 0 else {
        throw FileError("examine", folder.place(of: entry), Errno(rawValue: errno))
      }
      return FileStatus(found)
    }
  }

  private enum Step<Along: Sendable>: Sendable {
    case folder(RelativePath?, Along)
    case piece(DividedFolder, Range<Int>, Along)
  }

  private static let pieceSize = 2000

  /// Calls `visit` with every folder that is wanted, beginning with the root, and what was given
  /// along with it; the answer is the folders in it that are wanted.
  ///
  /// Where folders are known, `recall` is asked first: what it answers counts as if the folder had
  /// been visited, and nil lets it be listed. Folders that cannot be listed, or lie deeper than the
  /// usual bound, are errors, given to `failed`.
  public static func run<Along: Sendable>(
    _ root: borrowing RootDirectory, _ first: Along, known: KnownFolders? = nil,
    failed: @escaping @Sendable (FileError) -> Void,
    recall: @escaping @Sendable (UnlistedFolder, Along) -> [(RelativePath, Along)]? = { _, _ in nil
    },
    _ visit: @escaping @Sendable (Piece, Along) -> [(RelativePath, Along)]
  ) {
    let (descriptor, place) = (root.descriptor, root.path)
    let lister = FolderLister(descriptor, place)
    let maximumDepth = DirectoryTree.Limits().depth
    var level: [Step<Along>] = [.folder(nil, first)]
    var depth = 0
    while !level.isEmpty {
      let isTooDeep = depth >= maximumDepth
      let opener: @Sendable (Bool) -> FolderOpener = {
        FolderOpener(descriptor, place, isApart: $0)
      }
      level = Threads.map(level, with: opener) { opener, step -> [Step<Along>] in
        do throws(FileError) {
          guard !isTooDeep else {
            throw FileError("list", place, .overflow, detail: "nested too deeply")
          }
          switch step {
          case .piece(let divided, let entries, let along):
            let folder = try divided.open(by: opener)
            let piece = Piece(folder: divided.content, entries: entries, lookup: folder.lookup)
            return withExtendedLifetime(folder) { steps(visit(piece, along)) }
          case .folder(let path, let along):
            let folder = try opener.open(path, known)
            if let folders = recall(folder, along) { return steps(folders) }
            return try take(lister.sorted(folder), folder, along, visit)
          }
        } catch {
          failed(error)
          return []
        }
      }.flatMap { $0 }
      depth += 1
    }
  }

  private static func steps<Along: Sendable>(_ folders: [(RelativePath, Along)]) -> [Step<Along>] {
    folders.map { .folder($0.0, $0.1) }
  }

  /// Visits a folder when it is small, and divides it when it is not.
  private static func take<Along: Sendable>(
    _ content: SortedFolder, _ folder: UnlistedFolder, _ along: Along,
    _ visit: (Piece, Along) -> [(RelativePath, Along)]
  ) throws(FileError) -> [Step<Along>] {
    let count = content.entries.count
    guard count > pieceSize else {
      let piece = Piece(folder: content, entries: 0..<count, lookup: folder.lookup)
      return withExtendedLifetime(folder) { steps(visit(piece, along)) }
    }
    let divided = try DividedFolder(content, folder)
    return stride(from: 0, to: count, by: pieceSize).map { start in
      .piece(divided, start..<min(start + pieceSize, count), along)
    }
  }
}

/// A folder of many files, which every thread that visits some of them opens for itself.
private struct DividedFolder: Sendable {
  let content: SortedFolder
  private let status: FileStatus

  init(_ content: SortedFolder, _ folder: UnlistedFolder) throws(FileError) {
    self.content = content
    status = try FileStatus(folder.opened.descriptor, path: content.path)
  }

  /// The folder that was listed, and no other that was put in its place.
  func open(by opener: FolderOpener) throws(FileError) -> UnlistedFolder {
    let folder = try opener.open(content.relativePath, nil)
    let now = try FileStatus(folder.opened.descriptor, path: content.path)
    guard (now.device, now.inode) == (status.device, status.inode) else {
      throw FileError(
        "list", content.path, .resourceTemporarilyUnavailable, detail: "it was replaced meanwhile")
    }
    return folder
  }
}
