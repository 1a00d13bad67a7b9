// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import Worktree

/// What earlier runs found out about a worktree, as long as nobody changed what they looked at.
///
/// It lies beside the digests of data below the `.git` directory that all linked worktrees share,
/// and can be deleted at any time.
struct SeenBefore {
  let folders: KnownFolders?
  let indexes: KnownIndexes?

  init(commonDirectory: FilePath) {
    let place = commonDirectory.appending("modelgate").appending("seen")
    folders = KnownFolders(place.appending("folders"))
    indexes = KnownIndexes(place.appending("indexes"))
  }
}
