// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Synchronization
import SystemPackage

/// What is to be checked of the index as one commit left it.
struct IndexCheck: Sendable {
  let commit: ObjectID
  /// Folders of the index that the commit changed, and nobody has looked at.
  private(set) var unread: [TreeAdditions.Folders]
  /// The marks that its entries ask for.
  var wanted = WantedMarks()
  /// The marks that it added, as far as somebody has looked.
  var found: [RelativePath: ObjectID] = [:]
  /// Folders that are known to be as they must be.
  private var proved: [RelativePath] = []

  init(commit: ObjectID, unread: [TreeAdditions.Folders]) {
    self.commit = commit
    self.unread = unread
  }

  /// What each mark holds: nothing.
  static let mark = ObjectID(hashing: [], type: "blob")

  /// The marks that its entries ask for, but for those that are known to be there.
  func missing() -> [WantedMarks.Mark] {
    wanted.marks { folder in !proved.contains(folder) }
  }

  /// Those of a chain's checks that something is left of, the oldest commit first.
  ///
  /// Three of four folders of a ledger are of the index, and what they become follows from what they
  /// were and what the entries ask for. So they are not read, but their names are worked out; each
  /// folder on a processor of its own.
  static func rest(of checks: [IndexCheck], in directory: FilePath) throws -> [IndexCheck] {
    let folders = Mutex(LedgerLayout.indexes)
    let proofs = Mutex<[RelativePath: [Bool]]>([:])
    let failure = Mutex<(any Error)?>(nil)
    Threads.run(min(Threads.processors, LedgerLayout.indexes.count)) {
      do {
        let repository = try Repository(at: directory)
        while let folder = folders.withLock({ $0.popLast() }) {
          var forecast = TreeForecast()
          let proof = checks.map { $0.proves(folder, by: &forecast, in: repository) }
          proofs.withLock { $0[folder] = proof }
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    let found = proofs.withLock { $0 }
    return checks.enumerated().compactMap { number, check in
      check.without(LedgerLayout.indexes.filter { found[$0]?[number] == true })
    }
  }

  private func proves(
    _ path: RelativePath, by forecast: inout TreeForecast, in repository: borrowing Repository
  ) -> Bool {
    guard let folder = unread.first(where: { $0.path == path }) else { return false }
    let marks = wanted.marks { $0 == path }
    return !marks.isEmpty
      && forecast.confirms(
        folder.new, from: folder.old, at: path, adding: marks.map(\.path).sorted(), of: Self.mark,
        in: repository)
  }

  /// What is left when some folders are as they must be; nil when that is nothing.
  private func without(_ folders: [RelativePath]) -> IndexCheck? {
    let isUnread = unread.contains { folder in !folders.contains { $0 == folder.path } }
    guard isUnread || !found.isEmpty || !wanted.areAll(in: folders) else { return nil }
    var rest = self
    rest.unread.removeAll { folder in folders.contains { $0 == folder.path } }
    rest.proved = folders
    return rest
  }
}
