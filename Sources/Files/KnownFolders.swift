// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import SystemPackage

/// Folders whose names were once listed and need not be listed again.
///
/// Whoever adds, removes or renames something in a folder changes the folder's times, and no
/// ordinary program can set both back. So a folder with the device, inode and times of then holds
/// the names of then, as long as its file system is one of those that keep such times
/// (``FolderTimes``). A folder that something else is mounted on is another device. What the names
/// stand for is not known: each must still be looked at.
public final class KnownFolders: Sendable {
  private struct State {
    var records = StatusRecords(payloadSize: NameSum.byteCount)
    var names: UInt64 = 0
  }

  /// Some 15 MB.
  private static let recordLimit = 1 << 18

  private let cache: StatusCache
  private let minimum: UInt64
  private let devices = HonestDevices()
  private let state = Mutex(State())

  /// Opens the list in a file; nil where such a list proves nothing.
  ///
  /// Nothing is written before at least `minimum` names were listed in folders that can be added:
  /// to list fewer takes no longer than to write. Folders are added that were not changed for
  /// `quietFor` nanoseconds, in which the clock must have advanced.
  public init?(
    _ file: FilePath, minimum: UInt64 = 4096, quietFor: Int64 = StatusCache.clockStep
  ) {
    let cache = StatusCache(
      file, kind: "folders", payloadSize: NameSum.byteCount, limit: Self.recordLimit,
      quietFor: quietFor)
    guard let cache else { return nil }
    (self.cache, self.minimum) = (cache, minimum)
  }

  /// The status of an open folder, to be taken before its names are listed; nil when it proves
  /// nothing.
  public func status(of folder: FileDescriptor) -> FileStatus? {
    guard let status = try? FileStatus(folder), status.kind == .directory else { return nil }
    return devices.areHonest(status, of: folder) ? status : nil
  }

  /// Whether a folder with this status holds these names, and no other.
  public func isKnown(_ status: FileStatus, _ names: NameSum) -> Bool {
    guard let record = cache.table.find(status) else { return false }
    return cache.table.withPayload(of: record) { NameSum($0) == names }
  }

  /// Notes that a folder held these names, and no other, when they were listed after its status was
  /// taken.
  public func add(_ status: FileStatus, _ names: NameSum) {
    guard cache.isQuiet(status) else { return }
    let payload = names.bytes
    state.withLock { state in
      state.records.append(status, payload.span)
      state.names &+= names.count
    }
  }

  /// Keeps what was noted, when it is worth it.
  public func save() {
    let (records, names) = state.withLock { ($0.records, $0.names) }
    if names >= minimum { cache.add(records) }
  }
}
