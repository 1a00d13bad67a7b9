// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
public import GitAccess
import SystemPackage

/// The append-only record of attestations: a chain of git commits under one reference.
///
/// Any git host can hold it and plain git shows it: `git log refs/modelgate/ledger`.
public enum Ledger {
  /// The reference.
  public static let reference = "refs/modelgate/ledger"

  /// How long an append waits for other writers.
  private static let patience = Duration.seconds(30)
  /// Longer manifests are not kept; their datasets are looked up in the commit.
  static let manifestLimit = 16 << 20

  /// Adds an entry, and gives the ledger's new head.
  ///
  /// Two writers at once both keep their entries: who comes second appends to what the first wrote.
  /// An entry that is already there is not added twice.
  @discardableResult
  public static func append(
    _ entry: LedgerEntry, to repository: borrowing Repository, by author: Identity, time: Int64
  ) throws -> ObjectID {
    try extend(repository) { head in
      try next(head, adding: [entry], to: repository, by: author, time: time)
    }
  }

  /// Adds all of these entries or none, with one commit; nil when there are none, here or there.
  @discardableResult
  public static func append(
    _ entries: [LedgerEntry], to repository: borrowing Repository, by author: Identity, time: Int64
  ) throws -> ObjectID? {
    guard !entries.isEmpty else { return try trustedHead(of: repository) }
    return try extend(repository) { head in
      try next(head, adding: entries, to: repository, by: author, time: time)
    }
  }

  private static func next(
    _ head: ObjectID?, adding entries: [LedgerEntry], to repository: borrowing Repository,
    by author: Identity, time: Int64
  ) throws -> ObjectID {
    var new = entries
    if let head {
      new = try entries.filter { try !contains($0.id, at: head, in: repository) }
      if new.isEmpty { return head }
    }
    return try repository.inOnePack { pack in
      let files = try new.flatMap { try write($0, to: pack) }
      let tree = try pack.write(adding: files, to: try Self.tree(of: head, in: pack))
      let message = new.count == 1 ? new[0].summary : "\(new.count) attestations"
      return try pack.write(
        commitOf: tree, parents: head.map { [$0] } ?? [], message: "\(message)\n", by: author,
        time: time)
    }
  }

  /// Moves the ledger to what `next` makes of its head, again for as long as others are faster.
  static func extend(
    _ repository: borrowing Repository, _ next: (ObjectID?) throws -> ObjectID
  ) throws -> ObjectID {
    let deadline = ContinuousClock.now + patience
    // Writers of modelgate wait for each other; git itself is met at the reference's own lock.
    let lock = try WriterLock.wait(in: repository, until: deadline)
    defer { _ = lock.isHeld }
    var reason = LedgerError.contended
    repeat {
      let head = try trustedHead(of: repository)
      let next = try next(head)
      if next == head { return next }
      do {
        try lock.move(from: head, to: next, in: repository)
      } catch let error as GitError {
        reason = try LedgerError(lostRace: error, in: repository)
        Pause.short()
        continue
      }
      try LastSeenHead.remember(next, in: repository)
      return next
    } while ContinuousClock.now < deadline
    throw reason
  }

  private static func write(_ entry: LedgerEntry, to repository: borrowing Repository) throws
    -> [(path: RelativePath, blob: ObjectID)]
  {
    let empty = try repository.write(blob: [])
    var files = [
      (path: try LedgerLayout.entry(entry.id), blob: try repository.write(blob: entry.attestation))
    ]
    for key in entry.keys { files.append((LedgerLayout.mark(key, entry.id), empty)) }
    for manifest in entry.manifests where manifest.count <= manifestLimit {
      files.append(
        (try LedgerLayout.manifest(.of(manifest)), try repository.write(blob: manifest)))
    }
    return files
  }

  /// The head, after a check that it continues the head that was seen here last and has all that
  /// was recorded there.
  ///
  /// Nil when there is no ledger and never was one here.
  public static func trustedHead(of repository: borrowing Repository) throws -> ObjectID? {
    // In this order: the reference moves before the memory does, so what was remembered is never
    // newer than a reference that is read after it.
    let seen = try LastSeenHead.read(in: repository)
    let head = try repository.reference(reference)
    guard let seen, seen != head else { return head }
    guard let head else { throw LedgerError.vanished(lastSeen: seen) }
    guard try repository.contains(seen), try repository.isReachable(seen, from: head) else {
      throw LedgerError.rewritten(lastSeen: seen, now: head)
    }
    if let lost = try TreeAdditions(fromCommit: seen, to: head, in: repository).loss {
      throw LedgerError.removed(path: lost.description, lastSeen: seen, now: head)
    }
    return head
  }

  static func tree(of head: ObjectID?, in repository: borrowing Repository)
    throws(GitError) -> ObjectID?
  {
    guard let head else { return nil }
    return try repository.commit(head).tree
  }

  /// Whether the ledger holds an entry at one of its heads.
  public static func contains(
    _ id: Digest, at head: ObjectID, in repository: borrowing Repository
  ) throws(GitError) -> Bool {
    let tree = try repository.commit(head).tree
    return try repository.entry(at: LedgerLayout.entry(id), in: tree) != nil
  }
}

extension LedgerError {
  /// Another writer moved the reference first, or is just doing it; anything else is thrown on.
  fileprivate init(lostRace error: GitError, in repository: borrowing Repository) throws(GitError) {
    switch error.code {
    case .modified, .exists: self = .contended
    case .locked:
      let lock = repository.commonDirectory.appending("\(Ledger.reference).lock")
      self = .locked(file: lock)
    default: throw error
    }
  }
}
