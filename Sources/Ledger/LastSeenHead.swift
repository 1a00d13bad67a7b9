// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage

/// The ledger's head as it was last seen here, so that a rollback does not go unnoticed.
enum LastSeenHead {
  static func folder(in repository: borrowing Repository) -> FilePath {
    repository.commonDirectory.appending("modelgate")
  }

  private static func file(in repository: borrowing Repository) -> FilePath {
    folder(in: repository).appending("ledger-head")
  }

  /// Nil when no ledger was seen here yet; a file that holds no head is an error, not a nil.
  static func read(in repository: borrowing Repository) throws -> ObjectID? {
    let file = file(in: repository)
    let text: [UInt8]
    do throws(FileError) {
      text = try SmallFile.read(file, limit: 4096)
    } catch {
      guard error.errno == .noSuchFileOrDirectory else { throw error }
      return nil
    }
    guard let head = ObjectID(hex: String(decoding: text.prefix { $0 != 0x0a }, as: UTF8.self))
    else { throw LedgerError.unreadableMemory(file: file.printable) }
    return head
  }

  /// Call it only while `WriterLock` is held, so that it never goes backwards.
  static func remember(_ head: ObjectID, in repository: borrowing Repository) throws {
    let file = file(in: repository)
    try Folder.create(file.removingLastComponent())
    try AtomicFile.write("\(head)\n".utf8, to: file)
  }
}
