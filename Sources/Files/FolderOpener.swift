// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Opens folders beneath a borrowed root for one thread, keeping the last folder's parent open.
///
/// Folders are visited mostly beside each other, so the path to their parent is walked once.
final class FolderOpener {
  private let walk: ComponentWalk
  private let root: FileDescriptor
  private let path: FilePath
  private let workingFolder: ThreadFolder
  private let files: ThreadFiles
  private var parentBytes: ArraySlice<UInt8> = []
  private var parent: FileDescriptor?

  /// `isApart` says that the thread does nothing else, so that its working folder and
  /// its open files may be its own.
  init(_ root: FileDescriptor, _ path: FilePath, isApart: Bool) {
    (self.root, self.path) = (root, path)
    walk = ComponentWalk(root, path)
    workingFolder = isApart ? .separate() : .shared
    files = isApart ? .separate() : .shared
  }

  deinit { try? parent?.close() }

  /// A folder of which nothing is listed yet; nil is the root itself.
  func open(_ folder: RelativePath?, _ known: KnownFolders?) throws(FileError) -> UnlistedFolder {
    let descriptor =
      if let folder { try descriptor(of: folder) } else { try descriptorOfRoot() }
    return UnlistedFolder(
      path: folder, status: known?.status(of: descriptor), lookup: enter(descriptor),
      opened: OpenFolder(descriptor))
  }

  /// What to look the names of a folder up in, until the next call (``ThreadFolder``).
  private func enter(_ folder: FileDescriptor) -> NameLookup {
    NameLookup(
      descriptor: workingFolder.enter(folder.rawValue), hasOwnFiles: files.isOwn)
  }

  /// A second description of the root: its read position is then nobody else's.
  private func descriptorOfRoot() throws(FileError) -> FileDescriptor {
    let opened = unsafe openat(root.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw FileError("list", path, Errno(rawValue: errno)) }
    return FileDescriptor(rawValue: opened)
  }

  private func descriptor(of folder: RelativePath) throws(FileError) -> FileDescriptor {
    guard let slash = folder.bytes.lastIndex(of: UInt8(ascii: "/")),
      let parent = openParent(folder.bytes[..<slash]),
      let opened = ComponentWalk.openChild(of: parent, folder.bytes[(slash + 1)...])
    else { return try walk.openDirectory(folder) }
    return opened
  }

  /// Nil when it can't be opened; whoever walks the whole path then says why.
  private func openParent(_ bytes: ArraySlice<UInt8>) -> FileDescriptor? {
    if let parent, bytes == parentBytes { return parent }
    try? parent?.close()
    parent = try? walk.openDirectory(RelativePath(unchecked: Array(bytes)))
    parentBytes = bytes
    return parent
  }
}
