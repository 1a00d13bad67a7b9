// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests
import Files
public import SystemPackage

extension Repository {
  /// Moves a reference from one object to another, or makes it when `old` is nil.
  ///
  /// The old value is compared while git's own lock on the reference is held, so that of two who
  /// move it at once only one does. Throws `.modified` when it is not `old`, and `.locked` while
  /// someone else is writing it.
  ///
  /// `claim` is a file in the repository's common directory that stands for as long as the lock is
  /// held. Whoever uses it must hold a `FileLock` of its own: a claim that is there already is taken
  /// for a killed predecessor's, and its lock is let go of.
  public func move(
    reference name: String, from old: ObjectID?, to new: ObjectID, claim: FilePath
  ) throws {
    let operation = "move reference '\(name)'"
    let path = try Self.path(ofReference: name, operation)
    let claim = ReferenceClaim(path, in: commonDirectory, claim: claim)
    switch try claim.take(for: new) {
    case .locked: break
    case .held:
      throw GitError(operation, code: .locked, detail: "'\(claim.lock.printable)' is there")
    case .impossible: return try moveInTransaction(name, from: old, to: new, operation)
    }
    do {
      try checkPlace(of: name, from: old, operation)
      try claim.commit()
    } catch {
      claim.abandon()
      throw error
    }
  }

  /// Where git keeps a reference that all linked worktrees share.
  private static func path(ofReference name: String, _ operation: String) throws(GitError)
    -> RelativePath
  {
    let name = try checked(name, operation)
    var isValid: Int32 = 0
    try call(operation) { unsafe git_reference_name_is_valid(&isValid, name) }
    guard isValid == 1, name.utf8.starts(with: "refs/".utf8), let path = RelativePath(name) else {
      throw .invalid(operation, "it is no reference's name")
    }
    return path
  }

  /// What git itself would look at before it moves a reference whose lock it holds.
  private func checkPlace(of name: String, from old: ObjectID?, _ operation: String)
    throws(GitError)
  {
    if let target = try symbolicTarget(name) {
      throw .malformed(operation, "it is a symbolic reference, to '\(target)'")
    }
    guard try reference(name) == old else {
      throw GitError(operation, code: .modified, detail: "it was moved meanwhile")
    }
    // A packed reference has no file that would be in the way.
    guard old == nil else { return }
    var parent = RelativePath(name)?.parent
    while let above = parent, let text = above.text, above.parent != nil {
      if try reference(text) != nil { throw .malformed(operation, "'\(text)' is a reference") }
      parent = above.parent
    }
    if let below = try references(prefix: "\(name)/").first {
      throw .malformed(operation, "'\(below.name)' is a reference")
    }
  }

  /// The same on a file system without hard links, where a kill may leave the lock behind.
  private func moveInTransaction(
    _ name: String, from old: ObjectID?, to new: ObjectID, _ operation: String
  ) throws(GitError) {
    var transaction: OpaquePointer?
    try call(operation) { unsafe git_transaction_new(&transaction, handle) }
    defer { unsafe git_transaction_free(transaction) }
    try call(operation) { unsafe git_transaction_lock_ref(transaction, name) }
    try checkPlace(of: name, from: old, operation)
    var target = new.oid
    try call(operation) {
      unsafe git_transaction_set_target(transaction, name, &target, nil, nil)
    }
    try call(operation) { unsafe git_transaction_commit(transaction) }
  }
}
