// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one folder holds.
struct FolderContent: Sendable {
  var files: [DirectoryTree.Entry] = []
  var irregular: [DirectoryTree.Entry] = []
  var folders: [RelativePath] = []
  var unlisted: [DirectoryTree.Unlisted] = []

  var count: Int { files.count + irregular.count + folders.count + unlisted.count }
}

/// Lists folders beneath a borrowed root, several at once.
struct FolderLister: Sendable {
  private let root: FileDescriptor
  private let path: FilePath

  init(_ root: FileDescriptor, _ path: FilePath) {
    self.root = root
    self.path = path
  }

  /// The content of folders, in no order; nil is the root itself.
  func list(_ folders: [RelativePath?]) -> [FolderContent] {
    Threads.map(folders) { [self] in list($0) }
  }

  private func list(_ folder: RelativePath?) -> FolderContent {
    var content = FolderContent()
    do throws(FileError) {
      try unsafe forEach(in: try open(folder), folder) { descriptor, name, _ in
        let relative = unsafe Self.path(of: name, in: folder)
        unsafe content.add(relative, status(descriptor, name, relative))
      }
    } catch {
      content.unlisted.append(.init(path: folder, error: error))
    }
    return content
  }

  private static func path(of name: UnsafePointer<CChar>, in folder: RelativePath?) -> RelativePath
  {
    let name = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name))
    var bytes: [UInt8] = []
    bytes.reserveCapacity((folder?.bytes.count ?? 0) + 1 + name.count)
    if let folder {
      bytes += folder.bytes
      bytes.append(UInt8(ascii: "/"))
    }
    unsafe bytes.append(contentsOf: name)
    return RelativePath(unchecked: bytes)
  }

  /// The content of one open folder in the order of its names.
  func sorted(_ folder: UnlistedFolder) throws(FileError) -> SortedFolder {
    var names = SortedFolder.Builder()
    let listed = dup(folder.opened.descriptor.rawValue)
    guard listed >= 0 else {
      throw FileError("list", place(folder.path), Errno(rawValue: errno))
    }
    var failure: Errno?
    try unsafe forEach(in: FileDescriptor(rawValue: listed), folder.path) {
      descriptor, name, type in
      if let kind = unsafe Self.kind(type, of: name, in: descriptor) {
        unsafe names.add(UnsafeRawBufferPointer(start: name, count: strlen(name)), kind)
      } else {
        failure = Errno(rawValue: errno)
      }
    }
    if let failure { throw FileError("list", place(folder.path), failure) }
    return names.finish(folder, place(folder.path))
  }

  /// What the folder itself says of a name, so that the file need not be asked; nil with `errno`.
  private static func kind(
    _ type: UInt8, of name: UnsafePointer<CChar>, in folder: CInt
  ) -> FileStatus.Kind? {
    switch Int(type) {
    case Int(DT_REG): return .file
    case Int(DT_DIR): return .directory
    case Int(DT_LNK): return .symbolicLink
    case Int(DT_UNKNOWN):
      var found = stat()
      guard unsafe fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
      return FileStatus(found).kind
    default: return .special
    }
  }

  /// Gives an open folder's descriptor, and each name in it with its type, to `body`; closes it.
  private func forEach(
    in descriptor: FileDescriptor, _ folder: RelativePath?,
    _ body: (CInt, UnsafePointer<CChar>, UInt8) -> Void
  ) throws(FileError) {
    guard let stream = unsafe fdopendir(descriptor.rawValue) else {
      let reason = Errno(rawValue: errno)
      try? descriptor.close()
      throw FileError("list", place(folder), reason)
    }
    defer { unsafe closedir(stream) }
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe UnsafeRawPointer(entry).advanced(by: offset)
        .assumingMemoryBound(to: CChar.self)
      if unsafe Self.isDots(name) { continue }
      unsafe body(descriptor.rawValue, name, entry.pointee.d_type)
    }
    if errno != 0 { throw FileError("list", place(folder), Errno(rawValue: errno)) }
  }

  /// Whether a name is `.` or `..`.
  private static func isDots(_ name: UnsafePointer<CChar>) -> Bool {
    let dot = CChar(bitPattern: UInt8(ascii: "."))
    guard unsafe name[0] == dot else { return false }
    return unsafe name[1] == 0 || (name[1] == dot && name[2] == 0)
  }

  private func open(_ folder: RelativePath?) throws(FileError) -> FileDescriptor {
    if let folder { return try ComponentWalk(root, path).openDirectory(folder) }
    // A second description of the root: its read position is then nobody else's.
    let opened = unsafe openat(root.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw FileError("list", path, Errno(rawValue: errno)) }
    return FileDescriptor(rawValue: opened)
  }

  private func status(_ folder: CInt, _ name: UnsafePointer<CChar>, _ relative: RelativePath)
    -> Result<FileStatus, FileError>
  {
    var status = stat()
    if unsafe fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
      return .success(FileStatus(status))
    }
    return .failure(FileError("examine", place(relative), Errno(rawValue: errno)))
  }

  private func place(_ relative: RelativePath?) -> FilePath {
    relative.map { path.appending($0) } ?? path
  }
}

extension FolderContent {
  fileprivate mutating func add(
    _ path: RelativePath, _ status: Result<FileStatus, FileError>
  ) {
    switch status {
    case .failure(let error): unlisted.append(.init(path: path, error: error))
    case .success(let status):
      switch status.kind {
      case .file: files.append(.init(path: path, status: status))
      case .directory: folders.append(path)
      case .symbolicLink, .special: irregular.append(.init(path: path, status: status))
      }
    }
  }
}
