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
    let queue = WorkQueue(sizes: folders.map { _ in .max })
    let done = Collector<FolderContent>()
    Threads.run(min(Threads.processors, folders.count / 4)) { [self] in
      var contents: [FolderContent] = []
      while let share = queue.next() { contents += share.map { list(folders[$0]) } }
      done.append(contents)
    }
    return done.take()
  }

  private func list(_ folder: RelativePath?) -> FolderContent {
    var content = FolderContent()
    do throws(FileError) {
      let descriptor = try open(folder)
      guard let stream = unsafe fdopendir(descriptor.rawValue) else {
        try? descriptor.close()
        throw FileError("list", place(folder), Errno(rawValue: errno))
      }
      defer { unsafe closedir(stream) }
      try unsafe read(stream, folder, into: &content)
    } catch {
      content.unlisted.append(.init(path: folder, error: error))
    }
    return content
  }

  private func open(_ folder: RelativePath?) throws(FileError) -> FileDescriptor {
    if let folder { return try ComponentWalk(root, path).openDirectory(folder) }
    // A second description of the root: its read position is then nobody else's.
    let opened = unsafe openat(root.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw FileError("list", path, Errno(rawValue: errno)) }
    return FileDescriptor(rawValue: opened)
  }

  private func read(
    _ stream: OpaquePointer, _ folder: RelativePath?, into content: inout FolderContent
  ) throws(FileError) {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe UnsafeRawPointer(entry).advanced(by: offset)
        .assumingMemoryBound(to: CChar.self)
      let bytes = unsafe Array(
        UnsafeRawBufferPointer(start: name, count: strlen(name)))
      if bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8) { continue }
      let relative = RelativePath(unchecked: folder.map { $0.bytes + [0x2f] + bytes } ?? bytes)
      unsafe content.add(relative, status(dirfd(stream), name, relative))
    }
    if errno != 0 { throw FileError("list", place(folder), Errno(rawValue: errno)) }
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
