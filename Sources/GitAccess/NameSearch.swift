// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// Looks for files by name in one tree after another, reading every tree object once.
///
/// What two commits have in common is a tree with the same id, so that a second commit costs what
/// it changed. A tree that holds itself a thousand times over is read once, too.
public struct NameSearch {
  /// More files of such names are an error: a small object can stand for any number of paths.
  private static let limit = 1_000_000
  /// Deeper folders are an error; the kernel takes no path of that many.
  private static let maximumDepth = 4096

  /// A tree that is being read.
  private struct Frame {
    let tree: ObjectID
    var folders: [(name: RelativePath, tree: ObjectID)] = []
    var found: [RelativePath] = []
  }

  private let sieve: NameSieve
  private let isWanted: (RelativePath) -> Bool
  private var known: [ObjectID: [RelativePath]] = [:]

  /// Looks for names that pass a sieve and that a test picks; it is given the last component alone.
  public init(_ sieve: NameSieve, where isWanted: @escaping (RelativePath) -> Bool) {
    self.sieve = sieve
    self.isWanted = isWanted
  }

  /// The paths of everything but folders with a wanted name below a tree, in byte order.
  public mutating func paths(in root: ObjectID, of repository: borrowing Repository)
    throws(GitError) -> [RelativePath]
  {
    if let found = known[root] { return found }
    var open = [try read(root, of: repository)]
    while var frame = open.popLast() {
      guard let folder = frame.folders.popLast() else {
        known[frame.tree] = frame.found.sorted()
        continue
      }
      if let found = known[folder.tree] {
        frame.found += found.map(folder.name.appending)
        guard frame.found.count <= Self.limit else { throw Self.tooMuch("files", of: root) }
        open.append(frame)
      } else {
        frame.folders.append(folder)
        open.append(frame)
        guard open.count < Self.maximumDepth else { throw Self.tooMuch("folders", of: root) }
        open.append(try read(folder.tree, of: repository))
      }
    }
    return known[root] ?? []
  }

  private func read(_ tree: ObjectID, of repository: borrowing Repository) throws(GitError)
    -> Frame
  {
    var frame = Frame(tree: tree)
    for entry in try repository.entries(of: tree, passing: sieve) {
      if entry.kind == .tree {
        frame.folders.append((entry.path, entry.id))
      } else if isWanted(entry.path) {
        frame.found.append(entry.path)
      }
    }
    return frame
  }

  private static func tooMuch(_ what: String, of tree: ObjectID) -> GitError {
    GitError(
      "read tree \(tree)", code: .init(rawValue: -1), detail: "it holds more \(what) than any limit"
    )
  }
}
