// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
public import SystemPackage

extension AnnexKey {
  /// The folders that hold the key's own folder: `mK/4w` where names keep their case, and `d91/b11`
  /// in the `git-annex` branch, in remotes and on file systems that fold case; only the first of
  /// both, `mK` or `d91`, where `annex.tune.objecthash1` was set from the start.
  public var objectFolders: [RelativePath] {
    let digest = Digest.of(bytes, .md5).bytes
    let letters = Array("0123456789zqjxkmvwgpfZQJXKMVWGPF".utf8)
    let word = digest.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let mixed = (0..<4).map { letters[Int(word >> (6 * UInt32($0)) & 31)] }
    let lower = Array(Hex.encode(digest.prefix(3)).utf8)
    let slash = [UInt8(ascii: "/")]
    let pairs = [
      ([mixed[1], mixed[0]], [mixed[3], mixed[2]]), (Array(lower[..<3]), Array(lower[3...])),
    ]
    return pairs.map { RelativePath(unchecked: $0 + slash + $1) }
      + pairs.map { first, _ in RelativePath(unchecked: first) }
  }

  /// Where the content may be, from a store of objects.
  public var objectPaths: [RelativePath] {
    let name = RelativePath(unchecked: fileName)
    return objectFolders.map { $0.appending(name).appending(name) }
  }
}

/// The contents that git-annex keeps in a repository: `.git/annex/objects`.
public struct AnnexStore: ~Copyable {
  /// The folder, beneath which no link is followed.
  public let root: RootDirectory

  /// Opens a store by its folder; nil when there is none.
  public init?(_ objects: FilePath) {
    guard let root = try? RootDirectory(objects) else { return nil }
    self.root = root
  }

  /// Opens the store of a worktree, whose `.git` git-annex makes a link where git has a file.
  public init?(ofWorktree worktree: FilePath) {
    self.init(worktree.appending(".git").appending("annex").appending("objects"))
  }

  /// The object of a key, as its name and status beneath the store; nil when it is not here.
  public func object(of key: AnnexKey) throws(FileError) -> DirectoryTree.Entry? {
    for path in key.objectPaths {
      do throws(FileError) {
        return DirectoryTree.Entry(path: path, status: try root.status(path))
      } catch  where error.errno == .noSuchFileOrDirectory {
        continue
      }
    }
    return nil
  }
}
