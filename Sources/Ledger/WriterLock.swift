// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage

/// Lets writers of one repository's ledger come one after the other.
///
/// The kernel gives the lock back when its holder dies, so a kill leaves nothing to clean up.
struct WriterLock: ~Copyable {
  private let lock: FileLock

  /// Keeps the value alive to the place where this is read.
  var isHeld: Bool { true }

  static func wait(
    in repository: borrowing Repository, until deadline: ContinuousClock.Instant
  ) throws -> WriterLock {
    let folder = LastSeenHead.folder(in: repository)
    try Folder.create(folder)
    repeat {
      if let lock = try FileLock.take(folder.appending("ledger.lock")) {
        return WriterLock(lock: lock)
      }
      Pause.short()
    } while ContinuousClock.now < deadline
    throw LedgerError.contended
  }

  /// Moves the ledger's reference; see `Repository.move(reference:from:to:claim:)`.
  func move(from old: ObjectID?, to new: ObjectID, in repository: borrowing Repository) throws {
    let claim = LastSeenHead.folder(in: repository).appending("ledger.claim")
    try repository.move(reference: Ledger.reference, from: old, to: new, claim: claim)
  }
}
