// SPDX-License-Identifier: Apache-2.0

import Clibgit2

extension Repository {
  /// Has no more than 128 MB of packs mapped at a time from now on, in the whole process.
  ///
  /// For those who read all of a long history, each object about once: libgit2 would keep every
  /// page of the packs that it has seen, up to 8 GB.
  package static func limitPackMapping() throws(GitError) {
    try call("limit the memory for packs") {
      modelgate_git_limit_mapping(16 << 20, 128 << 20)
    }
  }
}
