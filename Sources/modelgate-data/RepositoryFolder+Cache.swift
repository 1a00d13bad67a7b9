// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests
import SystemPackage

extension RepositoryFolder {
  /// Digests that were computed here before; nil where no `.git` directory can be told.
  var digestCache: DigestCache? { commonDirectory.map { DigestCache(commonDirectory: $0) } }

  /// The `.git` directory that all linked worktrees share (gitrepository-layout(5)).
  ///
  /// libgit2 is not asked: it refuses repositories whose data can be verified all the same.
  var commonDirectory: FilePath? {
    guard let own = gitDirectory else { return nil }
    guard let text = Self.line(own.appending("commondir")) else { return own }
    return own.pushing(text)
  }

  private var gitDirectory: FilePath? {
    let place = path.appending(".git")
    guard let status = try? FileStatus(following: place) else { return nil }
    if status.kind == .directory { return place }
    guard let text = Self.line(place)?.string, text.hasPrefix("gitdir: ") else { return nil }
    return path.pushing(FilePath(String(text.dropFirst("gitdir: ".count))))
  }

  private static func line(_ file: FilePath) -> FilePath? {
    guard let bytes = try? SmallFile.read(file, limit: 1 << 16) else { return nil }
    let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
    return line.isEmpty ? nil : FilePath(rawBytes: Array(line))
  }
}
