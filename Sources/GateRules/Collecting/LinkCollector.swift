// SPDX-License-Identifier: Apache-2.0

import Files
import GitAccess
import Manifests
import SystemPackage
import Worktree

/// Looks where tracked symbolic links lead.
struct LinkCollector {
  /// Bytes of the longest target that the kernel takes.
  private static let longest = 4096

  /// The outermost worktree.
  let top: FilePath
  /// Where in it the index belongs: a submodule's folder.
  let prefix: RelativePath?
  let index: GitIndex

  /// Links that lead out of the outermost worktree, their paths from the index's own root.
  ///
  /// Names alone do not tell: what a target passes through may be a link itself, tracked or not.
  /// Links into git-annex' own store are no leaks, although `.git` may be a link: the key in their
  /// names says what is there.
  func changes(of repository: borrowing Repository) throws -> [FileChange] {
    guard !index.symbolicLinks.isEmpty else { return [] }
    let top = try RootDirectory(self.top)
    var changes: [FileChange] = []
    for number in index.symbolicLinks {
      let entry = index[number]
      guard try repository.size(ofBlob: entry.id) <= Self.longest else {
        let reason = "the link's target is longer than \(Self.longest) bytes"
        changes.append(FileChange(.unreadable(reason), at: entry.path))
        continue
      }
      let target = try repository.blob(entry.id, limit: Self.longest)
      if AnnexPointer.key(ofLink: target, at: entry.path) != nil { continue }
      let place = prefix?.appending(entry.path) ?? entry.path
      // A target that is not there leads nowhere.
      let way = try? top.way(of: place)
      if !Self.leads(way, out: place, target) { continue }
      changes.append(
        FileChange(.linkLeavesTree(target: RelativePath.quoted(target)), at: entry.path))
    }
    return changes
  }

  /// Whether a link leads to where no commit says what is: out of the tree, or into `.git`.
  private static func leads(_ way: LinkWay?, out place: RelativePath, _ target: [UInt8]) -> Bool {
    switch way {
    case .outside?: true
    case .inside(let end?)? where end.components.first?.elementsEqual(".git".utf8) == true: true
    default: !place.keepsInside(linkTo: target)
    }
  }
}
