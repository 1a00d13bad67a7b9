// SPDX-License-Identifier: Apache-2.0

import Digests
import GitAccess

/// Finds out what an update does to its reference.
struct ReferenceChange {
  private let update: RefUpdate
  private let isProtected: Bool

  init(_ update: RefUpdate, isProtected: Bool) {
    self.update = update
    self.isProtected = isProtected
  }

  /// What is worth a rule's look; nil when the reference is new or only grows.
  func fact(in repository: borrowing Repository) throws -> ReferenceFact.Change? {
    guard let new = update.new else { return isProtected ? .deleted(update.old) : nil }
    guard let tip = try repository.peelToCommit(new) else { return .noCommit(new) }
    guard isProtected, let old = update.old, old != new else { return nil }
    // A tag means one thing for good: for it, to grow is to move.
    if update.reference.hasPrefix("refs/tags/") { return .rewritten(from: old, to: new) }
    // What is not here cannot be an ancestor of what is, unless history was cut off.
    guard try repository.contains(old) else {
      return repository.isShallow ? .unknown(from: old, to: new) : .rewritten(from: old, to: new)
    }
    guard let base = try repository.peelToCommit(old) else {
      return .rewritten(from: old, to: new)
    }
    return switch try repository.isReachable(base, fromAny: [tip]) {
    case true?: nil
    case false?: .rewritten(from: old, to: new)
    case nil: .unknown(from: old, to: new)
    }
  }
}
