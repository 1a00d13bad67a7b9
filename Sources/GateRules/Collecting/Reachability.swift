// SPDX-License-Identifier: Apache-2.0

import Digests
import GitAccess

extension Repository {
  /// Whether a commit is one of some objects, or an ancestor of one; nil where history was cut off
  /// in between.
  ///
  /// One walk, however many tips there are. Tips that are not here, or that lead to no commit, do
  /// not count.
  func isReachable(_ commit: ObjectID, fromAny tips: some Sequence<ObjectID>) throws(GitError)
    -> Bool?
  {
    var known: Set<ObjectID> = []
    for tip in tips {
      if tip == commit { return true }
      if try contains(tip), let target = try peelToCommit(tip) { known.insert(target) }
    }
    if known.isEmpty { return false }
    if known.contains(commit) { return true }
    if isShallow { return try shallowReachability(of: commit, fromAny: known) }
    return try commits(from: [commit], hiding: Array(known)).isEmpty
  }
}
