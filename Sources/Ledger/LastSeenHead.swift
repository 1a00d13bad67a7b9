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
    try HeadFile(file(in: repository)).read()
  }

  /// Call it only while `WriterLock` is held, so that it never goes backwards.
  static func remember(_ head: ObjectID, in repository: borrowing Repository) throws {
    let file = file(in: repository)
    try Folder.create(file.removingLastComponent())
    try HeadFile(file).write(head)
  }
}

/// A file that holds one commit's name.
struct HeadFile {
  private let path: FilePath

  init(_ path: FilePath) { self.path = path }

  /// Nil when there is no such file; one that holds something else is an error.
  func read() throws -> ObjectID? {
    let text: [UInt8]
    do throws(FileError) {
      text = try SmallFile.read(path, limit: 4096)
    } catch {
      guard error.errno == .noSuchFileOrDirectory else { throw error }
      return nil
    }
    guard let head = ObjectID(hex: String(decoding: text.prefix { $0 != 0x0a }, as: UTF8.self))
    else { throw LedgerError.unreadableMemory(file: path) }
    return head
  }

  func write(_ head: ObjectID) throws { try AtomicFile.write("\(head)\n".utf8, to: path) }
}
