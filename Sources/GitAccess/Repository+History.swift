// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests

/// What HEAD is.
public enum Head: Equatable, Sendable {
  /// A branch that has no commit yet.
  case unborn(branch: String)
  /// A branch, by its full name, and its commit.
  case branch(String, ObjectID)
  /// A commit with no branch.
  case detached(ObjectID)

  /// The commit, unless there is none yet.
  public var commit: ObjectID? {
    switch self {
    case .unborn: nil
    case .branch(_, let id), .detached(let id): id
    }
  }
}

/// A commit's own words, copied out of the object.
public struct Commit: Equatable, Sendable {
  /// Its name.
  public var id: ObjectID
  /// Its tree.
  public var tree: ObjectID
  /// Its parents, in order.
  public var parents: [ObjectID]
  /// Committer time in seconds since the epoch; what the committer claims, never proof.
  public var time: Int64
  /// The first line of its message.
  public var summary: String
}

extension Repository {
  /// Reads HEAD.
  public func head() throws(GitError) -> Head {
    guard let name = try symbolicTarget("HEAD") else {
      guard let id = try reference("HEAD") else {
        throw GitError("read 'HEAD'", code: .notFound, detail: "it names no commit")
      }
      return .detached(id)
    }
    guard let id = try reference(name) else { return .unborn(branch: name) }
    return .branch(name, id)
  }

  /// The name that a symbolic reference holds; nil when it is a direct one or is missing.
  public func symbolicTarget(_ name: String) throws(GitError) -> String? {
    var found: OpaquePointer?
    let operation = "read reference '\(name)'"
    let name = try checked(name, operation)
    try refuseSpecial(name, operation)
    do {
      try call(operation) { unsafe git_reference_lookup(&found, handle, name) }
    } catch  where error.code == .notFound {
      return nil
    }
    defer { unsafe git_reference_free(found) }
    guard let target = unsafe git_reference_symbolic_target(found) else { return nil }
    return unsafe String(cString: target)
  }

  /// The object that a reference leads to, or nil when there is no such reference.
  public func reference(_ name: String) throws(GitError) -> ObjectID? {
    var oid = git_oid()
    let operation = "read reference '\(name)'"
    let name = try checked(name, operation)
    try refuseSpecial(name, operation)
    do {
      try call(operation) {
        unsafe git_reference_name_to_id(&oid, handle, name)
      }
    } catch  where error.code == .notFound {
      return nil
    }
    return ObjectID(oid)
  }

  /// All references whose full name starts with a prefix, in byte order.
  ///
  /// A name that is no UTF-8 is given repaired, so it is for people; its target is exact. A
  /// symbolic reference that leads nowhere is left out, as `git for-each-ref` does.
  public func references(prefix: String) throws(GitError) -> [(name: String, target: ObjectID)] {
    let operation = "list references '\(prefix)'"
    // libgit2 reads all of them to give out some.
    try refuseSpecials(operation)
    var iterator: OpaquePointer?
    try call(operation) { unsafe git_reference_iterator_new(&iterator, handle) }
    defer { unsafe git_reference_iterator_free(iterator) }
    var found: [(name: String, target: ObjectID)] = []
    while true {
      var reference: OpaquePointer?
      let status = unsafe git_reference_next(&reference, iterator)
      if status == GIT_ITEROVER.rawValue { break }
      try check(operation, status)
      defer { unsafe git_reference_free(reference) }
      guard let text = unsafe git_reference_name(reference) else { continue }
      let name = unsafe String(cString: text)
      guard name.utf8.starts(with: prefix.utf8) else { continue }
      if let target = try unsafe Self.target(of: reference, operation) {
        found.append((name, target))
      }
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func target(of reference: OpaquePointer?, _ operation: String) throws(GitError)
    -> ObjectID?
  {
    var resolved: OpaquePointer?
    do {
      try call(operation) { unsafe git_reference_resolve(&resolved, reference) }
    } catch  where error.code == .notFound {
      return nil
    }
    defer { unsafe git_reference_free(resolved) }
    return unsafe git_reference_target(resolved).map { unsafe ObjectID($0.pointee) }
  }

  /// The commit that a revision means (`HEAD~2`, a tag, an abbreviated id).
  public func resolveCommit(_ revision: String) throws(GitError) -> ObjectID {
    let operation = "find commit '\(revision)'"
    let revision = try checked(revision, operation)
    for place in ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"] {
      try refuseSpecial(place + revision, operation)
    }
    var object: OpaquePointer?
    try call(operation) { unsafe git_revparse_single(&object, handle, revision) }
    defer { unsafe git_object_free(object) }
    guard let id = unsafe git_object_id(object),
      let commit = try peelToCommit(unsafe ObjectID(id.pointee))
    else { throw .invalid(operation, "it leads to no commit") }
    return commit
  }

  /// The commit behind an object: itself, or what an annotated tag leads to; nil for other objects.
  public func peelToCommit(_ id: ObjectID) throws(GitError) -> ObjectID? {
    // Tags of tags cannot lead in a circle: each name is a digest of what it leads to.
    var id = id
    while true {
      var object: OpaquePointer?
      var oid = id.oid
      try call("read object \(id)") {
        unsafe git_object_lookup(&object, handle, &oid, GIT_OBJECT_ANY)
      }
      defer { unsafe git_object_free(object) }
      switch unsafe git_object_type(object) {
      case GIT_OBJECT_COMMIT: return id
      case GIT_OBJECT_TAG:
        guard let target = unsafe git_tag_target_id(object) else { return nil }
        id = unsafe ObjectID(target.pointee)
      default: return nil
      }
    }
  }

  /// Reads a commit.
  public func commit(_ id: ObjectID) throws(GitError) -> Commit {
    var found: OpaquePointer?
    var oid = id.oid
    try call("read commit \(id)") { unsafe git_commit_lookup(&found, handle, &oid) }
    defer { unsafe git_commit_free(found) }
    var parents: [ObjectID] = []
    for index in 0..<(unsafe git_commit_parentcount(found)) {
      if let parent = unsafe git_commit_parent_id(found, index) {
        parents.append(unsafe ObjectID(parent.pointee))
      }
    }
    guard let tree = unsafe git_commit_tree_id(found) else {
      throw .malformed("read commit \(id)", "it names no tree")
    }
    return Commit(
      id: id,
      tree: unsafe ObjectID(tree.pointee),
      parents: parents,
      time: unsafe git_commit_time(found),
      summary: unsafe git_commit_summary(found).map { unsafe String(cString: $0) } ?? "")
  }

  /// Whether `commit` is `tip` or an ancestor of it.
  public func isReachable(_ commit: ObjectID, from tip: ObjectID) throws(GitError) -> Bool {
    if commit == tip { return true }
    var ancestor = commit.oid
    var descendant = tip.oid
    return try call("compare commits \(commit.short) and \(tip.short)") {
      unsafe git_graph_descendant_of(handle, &descendant, &ancestor)
    } == 1
  }

  /// The commits reachable from `tips` and not from `hidden`, the newest by its own date first.
  ///
  /// More than `limit` is an error, so that a hostile history cannot fill the memory.
  public func commits(from tips: [ObjectID], hiding hidden: [ObjectID], limit: Int = 1_000_000)
    throws(GitError) -> [ObjectID]
  {
    if isShallow { return try shallowCommits(from: tips, hiding: hidden, limit: limit) }
    var walk: OpaquePointer?
    try call("walk history") { unsafe git_revwalk_new(&walk, handle) }
    defer { unsafe git_revwalk_free(walk) }
    for tip in tips {
      var oid = tip.oid
      try call("walk history from \(tip.short)") { unsafe git_revwalk_push(walk, &oid) }
    }
    for tip in hidden {
      var oid = tip.oid
      try call("walk history from \(tip.short)") { unsafe git_revwalk_hide(walk, &oid) }
    }
    var found: [ObjectID] = []
    var oid = git_oid()
    while true {
      let status = unsafe git_revwalk_next(&oid, walk)
      if status == GIT_ITEROVER.rawValue { return found }
      try check("walk history", status)
      found.append(ObjectID(oid))
      guard found.count <= limit else {
        throw .malformed("walk history", "over \(limit) commits")
      }
    }
  }
}
