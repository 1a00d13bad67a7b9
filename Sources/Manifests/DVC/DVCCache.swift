// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// The folder in which a DVC repository keeps contents, by their digests.
///
/// It is the one that `cache.dir` names, which several repositories may share, or `.dvc/cache`.
struct DVCCache {
  /// The folder, without links on the way to it where it exists.
  let folder: FilePath
  /// How DVC may write it into links: absolute paths that lead to it.
  private let names: [FilePath]

  /// Finds the cache of the repository that a manifest lies in; nil when it lies in none, or when
  /// the settings cannot be read.
  init?(of manifest: RelativePath, in worktree: FilePath) {
    guard let base = DVCSettings.root(above: manifest, in: worktree),
      let root = RealPath.of(base.map(worktree.appending) ?? worktree),
      let settings = try? DVCSettings(root: root, environment: Program.environment)
    else { return nil }
    let names = [settings.cacheAsWritten, settings.cache].compactMap { $0 }
    let folder = names.lazy.compactMap(RealPath.of).first ?? settings.cache
    self.folder = folder
    self.names = names.filter { RealPath.of($0) == folder } + [folder]
  }

  /// Whether a link's text starts as the path of an object does.
  func mayHold(_ text: [UInt8]) -> Bool {
    names.contains { text.starts(with: $0.byteArray + [UInt8(ascii: "/")]) }
  }

  /// Whether a link's text is the path of an object, to the byte.
  func isPath(_ text: [UInt8], of object: RelativePath) -> Bool {
    names.contains { $0.appending(object).byteArray == text }
  }
}
