// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// Data that is declared, or covered by a committed manifest: git need not know it.
struct VersionedData {
  private let paths: [RelativePath]

  init(_ datasets: [DatasetFacts]) {
    paths = datasets.compactMap { dataset in
      if case .git = dataset.versioning { return nil }
      return dataset.path
    }
  }

  /// Leaves out what is untracked or ignored only because it is data.
  ///
  /// Whether a manifest covers the data, is committed, and says what the data is, other rules tell;
  /// the same files named once more as unknown would only hide that.
  func removing(_ changes: [FileChange], in root: FilePath) -> [FileChange] {
    changes.flatMap { change -> [FileChange] in
      guard let path = change.path else { return [change] }
      switch change.kind {
      case .ignoredInput: return isCovered(path) ? [] : [change]
      case .untracked(let isFolder):
        if isCovered(path) { return [] }
        return isFolder ? opened(path, change, root) : [change]
      default: return [change]
      }
    }
  }

  /// A folder stands for all that is in it; when data lies inside, the rest is looked at by name.
  private func opened(_ folder: RelativePath, _ change: FileChange, _ root: FilePath)
    -> [FileChange]
  {
    guard paths.contains(where: { $0.isAtOrBelow(folder) }),
      let names = try? Folder.names(in: root.appending(folder))
    else { return [change] }
    return names.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { name -> [FileChange] in
      guard let name = RelativePath(bytes: name) else { return [] }
      let path = folder.appending(name)
      if isCovered(path) { return [] }
      let isFolder = (try? FileStatus(root.appending(path)))?.kind == .directory
      let inner = FileChange(.untracked(isFolder: isFolder), at: path)
      return isFolder ? opened(path, inner, root) : [inner]
    }
  }

  private func isCovered(_ path: RelativePath) -> Bool {
    paths.contains { path.isAtOrBelow($0) }
  }
}
