// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Files
public import SystemPackage

extension Repository {
  /// Where the index lies that a hook is to judge, and the directory that belongs to it; found
  /// without reading it, because libgit2 opens no repository whose index it cannot read.
  public static func indexPlace(at path: FilePath, _ discovery: Discovery) throws(GitError)
    -> (file: FilePath, gitDirectory: FilePath)
  {
    let directory = try RepositoryFiles.absoluteDirectory(at: path, discovery)
    let named = discovery == .environment ? HookEnvironment.path("GIT_INDEX_FILE") : nil
    return (named ?? directory.appending("index"), directory)
  }

  /// Whether the index has this file, or anything below it.
  ///
  /// The index is the one that the repository was opened with, `GIT_INDEX_FILE` included.
  public func isInIndex(_ path: RelativePath) throws(GitError) -> Bool {
    var index: OpaquePointer?
    try call("read the index") { unsafe git_repository_index(&index, handle) }
    defer { unsafe git_index_free(index) }
    let name = (path.bytes + [0]).map { CChar(bitPattern: $0) }
    let folder = (path.bytes + [UInt8(ascii: "/"), 0]).map { CChar(bitPattern: $0) }
    return unsafe git_index_find(nil, index, name) == 0
      || git_index_find_prefix(nil, index, folder) == 0
  }
}
