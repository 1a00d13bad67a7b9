// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The comparison of one tracked name with what is there under it.
extension ScanWorker {
  /// The id of the blob without bytes, as git defines it.
  private static let emptyBlob: [UInt8] = [
    0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b,
    0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91,
  ]

  /// Compares an entry, and notes it for reading when its status proves nothing.
  @inline(__always)
  func check(_ entry: Int, _ name: PathView, _ folder: OpenFolder, _ listing: inout FolderListing) {
    if let reason = FileProbe.status(folder.lookup, name, &listing.status) {
      return addLost(entry, reason)
    }
    let offset = index.entryOffset(entry)
    // No flag, stage 0, nothing extended: all but the length of the path.
    if storage.file.big16(offset + 60) & 0xf000 == 0, isUnchanged(offset, listing.status),
      storage.file.big32(offset + 24) == Self.trackedMode(listing.status), folder.isWhole,
      context.sieve?.mayFilter(name) != true
    {
      listing.trustedFiles += 1
      if name.lastComponentIs(Self.ignoreText, after: 0) { listing.hasIgnoreFile = true }
      return
    }
    checkClosely(entry, name, folder, &listing)
  }

  private static let ignoreText: StaticString = ".gitignore"

  private func addLost(_ entry: Int, _ reason: Errno) {
    if reason == .noSuchFileOrDirectory {
      addMissing(entry)
    } else {
      add(.unreadable(reason), entry: entry)
    }
  }

  /// The mode that git would record for this; 0 for what it does not track.
  @inline(__always) private static func trackedMode(_ status: stat) -> UInt32 {
    switch UInt32(status.st_mode) & UInt32(S_IFMT) {
    case UInt32(S_IFREG): UInt32(status.st_mode) & UInt32(S_IXUSR) == 0 ? 0o100644 : 0o100755
    case UInt32(S_IFLNK): 0o120000
    default: 0
    }
  }

  /// Whether a status proves that nothing changed since git compared the file.
  @inline(__always) private func isUnchanged(_ offset: Int, _ status: stat) -> Bool {
    #if canImport(Darwin)
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #endif
    let file = storage.file
    return isTime(changed, at: offset) && isTime(modified, at: offset + 8)
      && file.big32(offset + 20) == UInt32(truncatingIfNeeded: status.st_ino)
      && file.big32(offset + 36) == UInt32(truncatingIfNeeded: status.st_size)
      && status.st_size != 0 && isTrusted(changed) && isTrusted(modified)
  }

  /// Compares to the nanosecond.
  ///
  /// An index that holds whole seconds proves nothing, unless the file
  /// system knows no better.
  @inline(__always) private func isTime(_ time: timespec, at offset: Int) -> Bool {
    storage.file.big32(offset) == UInt32(truncatingIfNeeded: time.tv_sec)
      && storage.file.big32(offset + 4) == UInt32(truncatingIfNeeded: time.tv_nsec)
  }

  @inline(__always) private func isTrusted(_ time: timespec) -> Bool {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) < context.trustedBefore
  }

  private func checkClosely(
    _ entry: Int, _ name: PathView, _ folder: OpenFolder, _ listing: inout FolderListing
  ) {
    if name.lastComponentIs(Self.ignoreText, after: 0) { listing.hasIgnoreFile = true }
    guard folder.isWhole || context.options.scope.contains(index.pathBytes(entry)) else { return }
    if index.stage(entry) != 0 { return add(.unmerged, entry: entry) }
    let flags = index.flags(entry)
    if flags.contains(.assumeUnchanged) { add(.assumeUnchanged, entry: entry) }
    if flags.contains(.skipWorktree) { add(.skipWorktree, entry: entry) }
    if flags.contains(.intentToAdd) { add(.intentToAdd, entry: entry) }
    let kind = FileProbe.kind(listing.status)
    switch (index.mode(entry), kind) {
    case (.gitlink, _): addGitlink(entry, presence(name, kind, folder.handle))
    case (.symbolicLink, .symbolicLink):
      if !flags.contains(.intentToAdd) { checkLink(entry, name, folder, flags, &listing) }
    case (.file, .file), (.executable, .file):
      // What was only intended to be added has no content to compare with.
      if !flags.contains(.intentToAdd) { checkFile(entry, name, flags, &listing) }
    default:
      // A file that was only intended to be added may as well have become a link.
      let isOnlyIntended =
        flags.contains(.intentToAdd) && (kind == .file || kind == .symbolicLink)
      if !isOnlyIntended { add(.typeChanged(to: kind), entry: entry) }
    }
  }

  private func checkFile(
    _ entry: Int, _ name: PathView, _ flags: IndexEntry.Flags, _ listing: inout FolderListing
  ) {
    let isExecutable = Self.trackedMode(listing.status) == 0o100755
    if isExecutable != (index.mode(entry) == .executable) {
      add(.modeChanged(isExecutable: isExecutable), entry: entry)
    }
    let isTrusted = flags.isEmpty && isUnchanged(index.entryOffset(entry), listing.status)
    if let sieve = context.sieve, sieve.mayFilter(name),
      case let attributes = sieve.attributes.attributes(of: index.pathBytes(entry)),
      attributes.isFiltered
    {
      addCandidate(entry, attributes, isTrusted, &listing)
    } else if isTrusted {
      listing.trustedFiles += 1
    } else if listing.status.st_size == 0, hasID(entry, Self.emptyBlob) {
      report.readFiles += 1
    } else if hasOtherSize(entry, listing.status) {
      add(.modified, entry: entry)
    } else {
      listing.reads.append(entry)
      listing.readSize += Int64(listing.status.st_size)
    }
  }

  /// Whether a large file has another size than git saw, and so other bytes, without being read.
  private func hasOtherSize(_ entry: Int, _ status: stat) -> Bool {
    let known = index.stat(entry).size
    return known != 0 && status.st_size > Self.lineEndLimit
      && known != UInt32(truncatingIfNeeded: status.st_size)
  }

  /// Whether an entry's blob has this id.
  func hasID(_ entry: Int, _ id: [UInt8]) -> Bool {
    let start = index.entryOffset(entry) + 40
    return unsafe storage.file.withBytes(start..<start + 20) { unsafe $0.elementsEqual(id) }
  }

  private func checkLink(
    _ entry: Int, _ name: PathView, _ folder: OpenFolder, _ flags: IndexEntry.Flags,
    _ listing: inout FolderListing
  ) {
    if flags.isEmpty && isUnchanged(index.entryOffset(entry), listing.status) {
      listing.trustedFiles += 1
      return
    }
    do throws(Errno) {
      let target = try FileProbe.linkTarget(folder.handle.descriptor, name)
      report.readFiles += 1
      if !hasID(entry, BlobHasher.id(of: target)) { add(.modified, entry: entry) }
    } catch {
      addLost(entry, error)
    }
  }

  private func presence(_ name: PathView, _ kind: FileStatus.Kind, _ parent: DirectoryHandle)
    -> GitlinkState.Presence
  {
    guard kind == .directory else { return .notFolder(kind) }
    var (isEmpty, isRepository) = (true, false)
    do throws(Errno) {
      let inside = try unsafe DirectoryHandle.open(parent.descriptor, name.cString, budget: nil)
      try inside.forEach { name, _ in
        isEmpty = false
        isRepository = name.array == Self.repositoryName
        return !isRepository
      }
    } catch {
      return .filesOnly
    }
    return isRepository ? .repository : isEmpty ? .empty : .filesOnly
  }
}
