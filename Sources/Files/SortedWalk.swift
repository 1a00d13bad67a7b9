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
  /// Folders that cannot be listed, or lie deeper than the usual bound, are errors, given to
  /// `failed`.
  public static func run<Along: Sendable>(
    _ root: borrowing RootDirectory, _ first: Along,
    failed: @escaping @Sendable (FileError) -> Void,
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
          return try take(step, lister, visit)
        } catch {
          failed(error)
          return []
        }
      }.flatMap { $0 }
      depth += 1
    }
  }

  /// Visits a piece; lists a folder, and visits it when it is small.
  private static func take<Along: Sendable>(
    _ step: Step<Along>, _ lister: FolderLister,
    _ visit: (Piece, Along) -> [(RelativePath, Along)]
  ) throws(FileError) -> [Step<Along>] {
    switch step {
    case .piece(let piece, let along): return visit(piece, along).map { .folder($0.0, $0.1) }
    case .folder(let path, let along):
      let folder = try lister.sorted(path)
      let count = folder.entries.count
      guard count > pieceSize else {
        return visit(Piece(path: path, folder: folder, entries: 0..<count), along)
          .map { .folder($0.0, $0.1) }
      }
      return stride(from: 0, to: count, by: pieceSize).map { start in
        let entries = start..<min(start + pieceSize, count)
        return .piece(Piece(path: path, folder: folder, entries: entries), along)
      }
    }
  }
}
