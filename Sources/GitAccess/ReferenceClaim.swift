// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

/// git's lock on a reference, taken in such a way that it outlives its holder for a moment only.
///
/// git locks a reference by making `NAME.lock`, and moves it by renaming that file; a kill in
/// between leaves a lock that nobody will ever let go of. Here the lock is a second name of a
/// *claim*, a file at a place that only this program writes to. Who finds a claim that is the same
/// file as the lock knows that the lock is its dead predecessor's; any other lock is someone's.
///
/// Users of one claim must keep each other out by a lock that the kernel lets go of (`FileLock`).
struct ReferenceClaim {
  let reference: FilePath
  let lock: FilePath
  let claim: FilePath

  init(_ name: RelativePath, in commonDirectory: FilePath, claim: FilePath) {
    reference = commonDirectory.appending(name)
    lock = FilePath(rawBytes: reference.byteArray + Array(".lock".utf8))
    self.claim = claim
  }

  /// What became of an attempt to lock.
  enum Outcome {
    /// The lock is ours, and holds the new value.
    case locked
    /// Someone else has it.
    case held
    /// The file system has no hard links, or the claim lies on another one.
    case impossible
  }

  /// Takes the lock away that a killed predecessor left; any other stays.
  func clearRemains() throws(FileError) {
    guard let mine = try? FileStatus(claim) else { return }
    if let held = try? FileStatus(lock), held.device == mine.device, held.inode == mine.inode {
      try Folder.remove(lock)
    }
    // Last, because without it the lock would be a stranger's.
    try Folder.remove(claim)
  }

  /// Locks the reference; the claim is a new file each time, since a rename between two names of
  /// one file does nothing.
  func take(for value: ObjectID) throws(FileError) -> Outcome {
    try clearRemains()
    try NewFile.write(
      Array("\(value)\n".utf8), to: claim, permissions: FilePermissions(rawValue: 0o666),
      flushed: true)
    // git takes empty folders of references away at any time.
    for _ in 0..<100 {
      try makeFolder()
      do {
        try HardLink.create(lock, to: claim)
        return .locked
      } catch  where error.errno == .noSuchFileOrDirectory {
        continue
      } catch  where error.errno == .fileExists {
        try Folder.remove(claim)
        return .held
      } catch {
        try Folder.remove(claim)
        if Self.isWithoutLinks(error.errno) { return .impossible }
        throw error
      }
    }
    try Folder.remove(claim)
    return .held
  }

  private func makeFolder() throws(FileError) {
    let folder = lock.removingLastComponent()
    guard (try? FileStatus(following: folder)) == nil else { return }
    try Folder.create(folder)
    try Folder.flush(folder.removingLastComponent())
  }

  private static func isWithoutLinks(_ errno: Errno) -> Bool {
    [.notPermitted, .notSupported, .improperLink, .tooManyLinks].contains(errno)
  }

  /// Makes the locked value the reference's.
  func commit() throws(FileError) {
    do {
      try Folder.rename(lock, to: reference)
    } catch  where error.errno == .isDirectory {
      // What is left of references below this name; with a file in it, it stays and is an error.
      try Folder.removeEmpty(reference)
      try Folder.rename(lock, to: reference)
    }
    try Folder.flush(reference.removingLastComponent())
    try Folder.remove(claim)
  }

  /// Lets go of the lock without a change.
  func abandon() {
    try? Folder.remove(lock)
    try? Folder.remove(claim)
  }
}
