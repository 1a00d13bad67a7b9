// SPDX-License-Identifier: Apache-2.0

import Clibgit2

extension Repository {
  /// Changes how much libgit2 remembers, in the whole process, for those who read all of a long
  /// history and each object about once.
  ///
  /// It has 64 MB of packs mapped at a time, not 8 GB, and keeps 16 MB of objects, not 256; trees
  /// of up to 64 KB among them, not 4, because each is read again when its commit is the parent.
  package static func prepareForWholeHistories() throws(GitError) {
    try call("limit the memory for objects") {
      modelgate_git_limit_memory(64 << 20, 16 << 20, 64 << 10)
    }
  }

  /// Changes the same for those who read a few objects, some of them large: it has 4 MB of packs
  /// mapped at a time, so that a large object is in memory, but not its compressed form as well.
  package static func prepareForLargeObjects() throws(GitError) {
    try call("limit the memory for objects") {
      modelgate_git_limit_memory(4 << 20, 48 << 20, 64 << 10)
    }
  }
}
