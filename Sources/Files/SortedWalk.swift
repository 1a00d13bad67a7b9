// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// Visits the folders beneath a root on all processors, a level at a time, following no link.
///
/// A folder of many files is visited in pieces, so that one folder keeps all processors busy.
public enum SortedWalk {
  /// Some of what a folder holds.
  public struct Piece: Sendable {
    /// From the root; nil for the root itself.
    public let path: RelativePath?
    /// All that it holds.
    public let folder: SortedFolder
    /// Which of its entries are meant.
    public let entries: Range<Int>

    /// Whether the folder has no entry before these.
    public var isFirst: Bool { entries.lowerBound == 0 }
    /// Whether the folder has no entry after these.
    public var isLast: Bool { entries.upperBound == folder.entries.count }
  }

  private enum Step<Along: Sendable>: Sendable {
    case folder(RelativePath?, Along)
    case piece(Piece, Along)
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
    let lister = FolderLister(root.descriptor, root.path)
    let maximumDepth = DirectoryTree.Limits().depth
    let place = root.path
    var level: [Step<Along>] = [.folder(nil, first)]
    var depth = 0
    while !level.isEmpty {
      let isTooDeep = depth >= maximumDepth
      level = Threads.map(level) { step -> [Step<Along>] in
        do throws(FileError) {
          guard !isTooDeep else {
            throw FileError("list", place, .overflow, detail: "nested too deeply")
          }
          guard case .folder(let path, let along) = step else { return take(step, visit) }
          let folder = try lister.opened(path, known)
          if let folders = recall(folder, along) { return steps(folders) }
          return take(try lister.sorted(folder), path, along, visit)
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

  /// Visits a piece.
  private static func take<Along: Sendable>(
    _ step: Step<Along>, _ visit: (Piece, Along) -> [(RelativePath, Along)]
  ) -> [Step<Along>] {
    guard case .piece(let piece, let along) = step else { return [step] }
    return steps(visit(piece, along))
  }

  /// Visits a folder when it is small, and divides it when it is not.
  private static func take<Along: Sendable>(
    _ folder: SortedFolder, _ path: RelativePath?, _ along: Along,
    _ visit: (Piece, Along) -> [(RelativePath, Along)]
  ) -> [Step<Along>] {
    let count = folder.entries.count
    guard count > pieceSize else {
      return steps(visit(Piece(path: path, folder: folder, entries: 0..<count), along))
    }
    return stride(from: 0, to: count, by: pieceSize).map { start in
      let entries = start..<min(start + pieceSize, count)
      return .piece(Piece(path: path, folder: folder, entries: entries), along)
    }
  }
}
