// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Files
public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open git repository.
///
/// It lives in one synchronous function on one thread: libgit2 objects are not to be shared, and
/// its last error is kept per thread. The handle is freed exactly once, when the value ends and
/// those that share it.
@safe public struct Repository: ~Copyable {
  /// How the repository is found.
  public enum Discovery: Sendable {
    /// From a path upwards; every `GIT_*` variable is ignored.
    case path
    /// As git told its hook: `GIT_DIR`, `GIT_INDEX_FILE`, quarantined objects and the like count;
    /// the path only when there is no `GIT_DIR`.
    case environment
  }

  /// What libgit2 opened; freed when the last value that shares it ends.
  @safe private final class Opened {
    let pointer: OpaquePointer
    /// Collects what is written, while it is to become one pack.
    var staged: StagedObjects?
    /// The last object that was unpacked to be read in pieces.
    var lastUnpacked: UnpackedBytes?

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe git_repository_free(pointer) }
  }

  private let opened: Opened
  private let discovery: Discovery
  /// The index that is read in place of its own.
  private let otherIndex: FilePath?

  var handle: OpaquePointer { unsafe opened.pointer }

  var staged: StagedObjects? {
    get { opened.staged }
    nonmutating set { opened.staged = newValue }
  }

  var lastUnpacked: UnpackedBytes? {
    get { opened.lastUnpacked }
    nonmutating set { opened.lastUnpacked = newValue }
  }

  /// Opens the repository that a path lies in, with another index than its own if one is named.
  public init(at path: FilePath, _ discovery: Discovery = .path, index: FilePath? = nil)
    throws(GitError)
  {
    self = try Self.open(path, discovery, index)
  }

  private init(handle: OpaquePointer, _ discovery: Discovery, _ index: FilePath?) {
    opened = unsafe Opened(handle)
    self.discovery = discovery
    otherIndex = index
  }

  /// A second value for the same open repository, for what keeps one; on the same thread.
  public init(sharing other: borrowing Repository) {
    opened = other.opened
    discovery = other.discovery
    otherIndex = other.otherIndex
  }

  private static func open(_ path: FilePath, _ discovery: Discovery, _ index: FilePath?)
    throws(GitError) -> Repository
  {
    let operation = "open repository '\(path.printable)'"
    Library.start()
    try RepositoryFiles(at: path, discovery, operation)?.check(operation)
    var opened: OpaquePointer?
    do throws(GitError) {
      unsafe opened = try handle(path, discovery, hidesIndex: index != nil, operation)
    } catch {
      throw OpenRefusal.explain(error, path: path)
    }
    guard let handle = unsafe opened else {
      throw GitError(operation, code: .notFound, detail: "no repository")
    }
    let repository = unsafe Repository(handle: handle, discovery, index)
    // Git asked for the owner before it started its hook.
    if discovery == .path || !HookEnvironment.namesRepository {
      try repository.checkOwner(operation)
    }
    try repository.checkFormat(operation)
    try repository.addWorktreeSettings(operation)
    if let index { try repository.use(index: index) }
    return repository
  }

  private static func handle(
    _ path: FilePath, _ discovery: Discovery, hidesIndex: Bool, _ operation: String
  ) throws(GitError) -> OpaquePointer? {
    guard discovery == .path else {
      return unsafe try HookEnvironment.open(path, hidesIndex: hidesIndex, operation)
    }
    var opened: OpaquePointer?
    try call(operation) {
      unsafe path.withPlatformString { unsafe git_repository_open_ext(&opened, $0, 0, nil) }
    }
    return unsafe opened
  }

  private func use(index file: FilePath) throws(GitError) {
    var index: OpaquePointer?
    let operation = "read the index '\(file.printable)'"
    // To libgit2 a missing file is an empty index.
    do throws(FileError) {
      _ = try FileStatus(following: file)
    } catch {
      throw .malformed(operation, error.message)
    }
    try call(operation) {
      unsafe file.withPlatformString { unsafe git_index_open(&index, $0) }
    }
    defer { unsafe git_index_free(index) }
    try call(operation) { unsafe git_repository_set_index(handle, index) }
  }

  /// Lets the settings of this one worktree count, which libgit2 leaves out.
  private func addWorktreeSettings(_ operation: String) throws(GitError) {
    let file = gitDirectory.appending("config.worktree")
    guard (try? FileStatus(following: file)) != nil,
      try flag("extensions.worktreeConfig") == true
    else { return }
    var config: OpaquePointer?
    try call(operation) { unsafe git_repository_config(&config, handle) }
    defer { unsafe git_config_free(config) }
    try call(operation) {
      unsafe file.withPlatformString {
        unsafe git_config_add_file_ondisk(config, $0, GIT_CONFIG_LEVEL_APP, handle, 0)
      }
    }
  }

  /// Whether it has no worktree.
  public var isBare: Bool { unsafe git_repository_is_bare(handle) == 1 }

  /// Whether history was cut off by `--depth`.
  public var isShallow: Bool { unsafe git_repository_is_shallow(handle) == 1 }

  /// Whether this is a linked worktree (`git worktree add`).
  public var isLinkedWorktree: Bool { unsafe git_repository_is_worktree(handle) == 1 }

  /// The worktree's root, without a final slash; nil in a bare repository.
  public var worktree: FilePath? {
    unsafe git_repository_workdir(handle).map { unsafe FilePath(platformString: $0) }
  }

  /// The `.git` directory of this worktree.
  public var gitDirectory: FilePath {
    unsafe git_repository_path(handle).map { unsafe FilePath(platformString: $0) } ?? FilePath()
  }

  /// The `.git` directory that all linked worktrees share.
  public var commonDirectory: FilePath {
    unsafe git_repository_commondir(handle).map { unsafe FilePath(platformString: $0) }
      ?? gitDirectory
  }

  /// The index file, which may not exist yet.
  ///
  /// It is named without being opened: libgit2 would read it whole, and wait for ever on a FIFO.
  public var indexFile: FilePath {
    if let otherIndex { return otherIndex }
    let named = discovery == .environment ? HookEnvironment.path("GIT_INDEX_FILE") : nil
    return named ?? gitDirectory.appending("index")
  }

  /// A merge, rebase, bisect or the like that was begun and not ended, by git's name for it.
  public var unfinishedOperation: String? {
    let state = git_repository_state_t(
      rawValue: UInt32(truncatingIfNeeded: unsafe git_repository_state(handle)))
    return Self.operationNames[state.rawValue] ?? unfinishedSequence
  }

  /// Commits that are still to be picked or reverted, where the last one was committed by hand; of
  /// that libgit2 says nothing.
  private var unfinishedSequence: String? {
    let list = gitDirectory.appending("sequencer").appending("todo")
    return (try? FileStatus(list)) == nil ? nil : "cherry-pick or revert"
  }

  private static let operationNames: [UInt32: String] = [
    GIT_REPOSITORY_STATE_MERGE.rawValue: "merge",
    GIT_REPOSITORY_STATE_REVERT.rawValue: "revert",
    GIT_REPOSITORY_STATE_REVERT_SEQUENCE.rawValue: "revert",
    GIT_REPOSITORY_STATE_CHERRYPICK.rawValue: "cherry-pick",
    GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE.rawValue: "cherry-pick",
    GIT_REPOSITORY_STATE_BISECT.rawValue: "bisect",
    GIT_REPOSITORY_STATE_REBASE.rawValue: "rebase",
    GIT_REPOSITORY_STATE_REBASE_INTERACTIVE.rawValue: "rebase",
    GIT_REPOSITORY_STATE_REBASE_MERGE.rawValue: "rebase",
    GIT_REPOSITORY_STATE_APPLY_MAILBOX.rawValue: "am",
    GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE.rawValue: "am",
  ]
}
