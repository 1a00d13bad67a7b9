// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// The private folder that a build trains in.
///
/// It lies in the repository's own `.git/modelgate/rooms`, so that it is on the same file system as
/// the data (copies can share blocks), is never seen by a scan of the worktree, and what a killed
/// build left behind is found and removed by the next.
struct CleanRoom: ~Copyable {
  /// The room; mode 0700.
  let root: FilePath
  private let lock: FileLock

  /// The commit's tree and the data: where the training runs.
  var tree: FilePath { root.appending("tree") }
  /// Where the training puts what it makes; empty at the start.
  var output: FilePath { root.appending("output") }
  /// The child's `HOME`.
  var home: FilePath { root.appending("home") }
  /// The child's `TMPDIR`.
  var temporary: FilePath { root.appending("tmp") }
  /// Everything the training printed.
  var log: FilePath { root.appending("training.log") }

  private init(root: FilePath, lock: consuming FileLock) {
    self.root = root
    self.lock = lock
  }

  /// Makes a room, after removing those of builds that are no longer running.
  static func make(named name: String, in rooms: FilePath) throws -> CleanRoom {
    try Folder.create(rooms, permissions: .ownerReadWriteExecute)
    removeAbandoned(in: rooms)
    // A room is born under a name that is swept only when it is old, and gets its own name locked.
    let unborn = rooms.appending("new-\(name)")
    let root = rooms.appending(name)
    try Folder.createNew(unborn)
    guard let lock = try FileLock.take(unborn.appending("lock")) else {
      throw FileError("lock", unborn, .wouldBlock)
    }
    try Folder.rename(unborn, to: root)
    let room = CleanRoom(root: root, lock: lock)
    for folder in [room.tree, room.output, room.home, room.temporary] {
      try Folder.createNew(folder)
    }
    return room
  }

  deinit { try? Folder.remove(root) }

  /// A room whose lock can be taken belongs to nobody any more.
  private static func removeAbandoned(in rooms: FilePath) {
    for name in (try? Folder.names(in: rooms)) ?? [] {
      guard let name = RelativePath(bytes: name) else { continue }
      let room = rooms.appending(name)
      let isUnborn = name.bytes.starts(with: "new-".utf8)
      guard isOld(room) || !isUnborn else { continue }
      if let lock = try? FileLock.take(room.appending("lock")) {
        try? Folder.remove(room)
        _ = consume lock
      }
    }
  }

  private static func isOld(_ room: FilePath) -> Bool {
    guard let changed = try? FileStatus(room).changed else { return false }
    return Clock.now.nanoseconds &- changed > 60_000_000_000
  }
}
