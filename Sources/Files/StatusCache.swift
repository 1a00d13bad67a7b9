// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// What was found out about files and folders, kept in one file until the machine is started again.
///
/// A record counts as long as device, inode, size and both times, to the nanosecond, are the same.
/// What was changed shortly before the cache was opened is not kept: a later change may leave the
/// same times. The file can be deleted at any time. One that is damaged, or was
/// written before the last start, is ignored: after a power cut a disk may hold a change without
/// its time. Of runs that write at once the last one wins, and what the others found is found again.
public struct StatusCache: Sendable {
  /// The coarsest clock of a file system in use counts two seconds, which here are nanoseconds.
  public static let clockStep: Int64 = 2_000_000_000

  /// What is known.
  public let table: StatusTable
  private let file: FilePath
  private let header: [UInt8]
  private let payloadSize: Int
  private let limit: Int
  private let quietSince: Int64

  /// Opens the cache in a file, which need not exist; nil on machines that don't tell when they
  /// were started.
  ///
  /// `kind` is what the payload means. The oldest of more than `limit` records are forgotten. Only
  /// what was not changed for `quietFor` nanoseconds is kept; the clock must not tell less apart.
  public init?(
    _ file: FilePath, kind: String, payloadSize: Int, limit: Int,
    quietFor: Int64 = StatusCache.clockStep
  ) {
    guard let start = MachineStart.name else { return nil }
    (self.file, self.payloadSize, self.limit) = (file, payloadSize, limit)
    header = Array("modelgate \(kind) 1 \(start)\n".utf8)
    quietSince = FileClock.ours &- quietFor
    table = Self.read(file, header, payloadSize, limit)
  }

  private static func read(
    _ file: FilePath, _ header: [UInt8], _ payloadSize: Int, _ limit: Int
  ) -> StatusTable {
    let none = StatusRecords(payloadSize: payloadSize)
    let size = header.count + limit * none.recordSize + QuickChecksum.size
    guard let bytes = try? SmallFile.read(file, limit: size, followLink: false),
      let table = StatusTable(parsing: bytes, header: header, payloadSize: payloadSize)
    else { return StatusTable(none) }
    return table
  }

  /// Whether something with this status may be kept.
  public func isQuiet(_ status: FileStatus) -> Bool {
    max(status.modified, status.changed) < quietSince
  }

  /// Adds what was found out since the cache was opened.
  ///
  /// It is no error when that can't be done. The disk is not waited for: what a power cut leaves is
  /// not believed.
  public func add(_ records: StatusRecords) {
    let quiet = records.older(than: quietSince)
    guard quiet.count > 0 else { return }
    let text = Self.read(file, header, payloadSize, limit)
      .text(adding: quiet, header: header, limit: limit)
    do throws(FileError) {
      try Folder.create(file.removingLastComponent())
      var replacement = try AtomicFile(replacing: file, permissions: .ownerReadWrite)
      try replacement.write(text)
      try replacement.commitUnflushed()
    } catch {
      return
    }
  }
}
