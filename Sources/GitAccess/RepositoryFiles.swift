// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files of a `.git` directory that libgit2 reads as soon as it opens a repository.
///
/// It waits for ever on a FIFO, and takes a configuration that it may not read for none, where git
/// itself gives up; so whoever opens a repository looks here first.
struct RepositoryFiles {
  private let gitDirectory: FilePath
  private let commonDirectory: FilePath

  /// Finds the directories without reading anything of them but the way to the common one; nil when
  /// there is no repository, which libgit2 says better.
  init?(at start: FilePath, _ discovery: Repository.Discovery, _ operation: String)
    throws(GitError)
  {
    guard let found = Self.gitDirectory(at: start, discovery) else { return nil }
    gitDirectory = found
    commonDirectory = try Self.commonDirectory(of: found, discovery, operation)
  }

  private static func gitDirectory(at start: FilePath, _ discovery: Repository.Discovery)
    -> FilePath?
  {
    if discovery == .environment, let named = HookEnvironment.path("GIT_DIR") {
      return named
    }
    var buffer = unsafe git_buf()
    defer { unsafe git_buf_dispose(&buffer) }
    let status = unsafe start.withPlatformString {
      unsafe git_repository_discover(&buffer, $0, 0, nil)
    }
    guard status == 0, let text = unsafe buffer.ptr else { return nil }
    return unsafe FilePath(platformString: text)
  }

  /// The directory of the repository, from the root of the file system.
  static func absoluteDirectory(at start: FilePath, _ discovery: Repository.Discovery)
    throws(GitError) -> FilePath
  {
    guard let found = gitDirectory(at: start, discovery), let real = RealPath.of(found) else {
      throw GitError("find the repository of '\(start.printable)'", code: .notFound, detail: "")
    }
    return real
  }

  private static func commonDirectory(
    of directory: FilePath, _ discovery: Repository.Discovery, _ operation: String
  ) throws(GitError) -> FilePath {
    if discovery == .environment, let named = HookEnvironment.path("GIT_COMMON_DIR") {
      return named
    }
    let pointer = directory.appending("commondir")
    do throws(FileError) {
      let text = try SmallFile.read(pointer, limit: 1 << 13)
      return directory.pushing(FilePath(rawBytes: text.filter { $0 != 0x0a && $0 != 0x0d }))
    } catch {
      guard error.errno == .noSuchFileOrDirectory else { throw .unreadable(operation, error) }
      return directory
    }
  }

  /// Refuses what is no regular file, or may not be read; what is missing is for libgit2 to say.
  func check(_ operation: String) throws(GitError) {
    let files =
      ["HEAD", "config.worktree"].map { gitDirectory.appending($0) }
      + ["config", "packed-refs", "objects/info/alternates"].map { commonDirectory.pushing($0) }
    for file in files {
      do throws(FileError) {
        let (descriptor, _) = try FileDescriptor.openRegularFile(file)
        try? descriptor.close()
      } catch {
        guard error.errno == .noSuchFileOrDirectory else { throw .unreadable(operation, error) }
      }
    }
    for folder in ["objects", "objects/pack"].map({ commonDirectory.pushing($0) }) {
      let status = unsafe folder.withPlatformString { unsafe access($0, R_OK | X_OK) }
      // Objects that may not be looked for would be taken for missing ones.
      guard status == 0 || errno == ENOENT else {
        throw .unreadable(operation, FileError("read", folder, Errno(rawValue: errno)))
      }
    }
  }
}

extension Repository {
  /// Refuses a reference that is a FIFO or a device, on which libgit2 would wait for ever.
  func refuseSpecial(_ reference: String, _ operation: String) throws(GitError) {
    let file = commonDirectory.pushing(FilePath(reference))
    guard (try? FileStatus(following: file))?.kind == .special else { return }
    throw .unreadable(operation, FileError("read", file, .invalidArgument))
  }

  /// The same for all references that are files of their own.
  func refuseSpecials(_ operation: String) throws(GitError) {
    guard let root = try? RootDirectory(commonDirectory.appending("refs")) else { return }
    let found = DirectoryTree.list(root).irregular.first { $0.status.kind != .directory }
    if let found { try refuseSpecial("refs/\(found.path)", operation) }
  }
}

extension GitError {
  fileprivate static func unreadable(_ operation: String, _ error: FileError) -> GitError {
    .malformed(operation, error.message)
  }
}
