// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
import SystemPackage

extension Repository {
  /// The commits whose parents `--depth` cut off, as `.git/shallow` lists them.
  private func cutOff() throws(GitError) -> Set<ObjectID> {
    do throws(FileError) {
      let bytes = try SmallFile.read(commonDirectory.appending("shallow"), limit: 1 << 26)
      let lines = bytes.split(separator: 0x0a)
      return Set(lines.compactMap { ObjectID(hex: String(decoding: $0, as: UTF8.self)) })
    } catch {
      throw .malformed("walk history", error.message)
    }
  }

  /// What `commits(from:hiding:)` gives in a shallow clone, where libgit2 1.5 misses the parents that
  /// were cut off: a walk ends there.
  func shallowCommits(from tips: [ObjectID], hiding hidden: [ObjectID], limit: Int)
    throws(GitError) -> [ObjectID]
  {
    let ends = try cutOff()
    let known = Set(try walk(hidden, until: ends, leavingOut: [], limit: .max).map(\.id))
    let new = try walk(tips, until: ends, leavingOut: known, limit: limit)
    return new.sorted { $0.time > $1.time }.map(\.id)
  }

  /// Whether a commit is one of others or an ancestor of one; nil where what was cut off might have
  /// it.
  ///
  /// A commit that has another one among its own ancestors is none of that one's.
  public func shallowReachability(of commit: ObjectID, fromAny tips: Set<ObjectID>)
    throws(GitError) -> Bool?
  {
    let ends = try cutOff()
    let ancestors = Set(try walk([commit], until: ends, leavingOut: [], limit: .max).map(\.id))
    var isKnown = true
    for tip in tips {
      let below = Set(try walk([tip], until: ends, leavingOut: [], limit: .max).map(\.id))
      if below.contains(commit) { return true }
      if !ends.isDisjoint(with: below), !ancestors.contains(tip) { isKnown = false }
    }
    return isKnown ? false : nil
  }

  private func walk(
    _ tips: [ObjectID], until ends: Set<ObjectID>, leavingOut known: Set<ObjectID>, limit: Int
  ) throws(GitError) -> [Commit] {
    var found: [Commit] = []
    var seen = known
    var pending = tips
    while let id = pending.popLast() {
      guard seen.insert(id).inserted else { continue }
      guard found.count < limit else { throw .malformed("walk history", "over \(limit) commits") }
      let commit = try commit(id)
      found.append(commit)
      if !ends.contains(id) { pending += commit.parents }
    }
    return found
  }
}
