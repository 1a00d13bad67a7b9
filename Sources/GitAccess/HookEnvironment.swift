// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What git tells the hooks that it starts.
enum HookEnvironment {
  /// A variable that holds a path.
  static func path(_ name: String) -> FilePath? {
    unsafe getenv(name).map { unsafe FilePath(platformString: $0) }
  }

  /// Whether git has found and judged the repository already, so that nothing is looked for.
  static var namesRepository: Bool { path("GIT_DIR") != nil }

  /// Opens the repository that git names, or the one that a path lies in.
  ///
  /// libgit2 could read these variables itself, but refuses to open anything where `GIT_WORK_TREE`
  /// is set, as `git --work-tree` does for its hooks, and reads the index that is named at once.
  /// Variables cannot be hidden from it without others that read them meanwhile being led astray.
  static func open(_ path: FilePath, hidesIndex: Bool, _ operation: String) throws(GitError)
    -> OpaquePointer?
  {
    guard self.path("GIT_COMMON_DIR") == nil else {
      throw GitError(
        operation, code: .init(rawValue: GIT_EINVALIDSPEC.rawValue),
        detail: "GIT_COMMON_DIR is set, which can't be followed", hints: ["unset GIT_COMMON_DIR"])
    }
    let named = self.path("GIT_DIR")
    let flags: [git_repository_open_flag_t] =
      named == nil ? [] : [GIT_REPOSITORY_OPEN_NO_SEARCH, GIT_REPOSITORY_OPEN_NO_DOTGIT]
    var opened: OpaquePointer?
    try call(operation) {
      unsafe (named ?? path).withPlatformString {
        unsafe git_repository_open_ext(
          &opened, $0, flags.reduce(0) { $0 | UInt32($1.rawValue) },
          getenv("GIT_CEILING_DIRECTORIES"))
      }
    }
    guard let handle = unsafe opened else { return nil }
    do {
      unsafe try redirect(handle, hidesIndex: hidesIndex, operation)
    } catch {
      unsafe git_repository_free(handle)
      throw error
    }
    return unsafe handle
  }

  /// Takes worktree, objects, index and namespace from where git says that they are.
  private static func redirect(_ handle: OpaquePointer, hidesIndex: Bool, _ operation: String)
    throws(GitError)
  {
    if let worktree = path("GIT_WORK_TREE") {
      try call(operation) {
        unsafe worktree.withPlatformString { unsafe git_repository_set_workdir(handle, $0, 0) }
      }
    }
    if let objects = path("GIT_OBJECT_DIRECTORY") {
      unsafe try use(objects: objects, in: handle, operation)
    }
    if let others = path("GIT_ALTERNATE_OBJECT_DIRECTORIES") {
      unsafe try add(alternates: Self.alternates(others.byteArray), to: handle, operation)
    }
    if let namespace = unsafe getenv("GIT_NAMESPACE") {
      try call(operation) { unsafe git_repository_set_namespace(handle, namespace) }
    }
    if !hidesIndex, let index = path("GIT_INDEX_FILE") {
      unsafe try use(index: index, in: handle, operation)
    }
  }

  private static func use(objects: FilePath, in handle: OpaquePointer, _ operation: String)
    throws(GitError)
  {
    var database: OpaquePointer?
    try call(operation) {
      unsafe objects.withPlatformString { unsafe git_odb_open(&database, $0) }
    }
    defer { unsafe git_odb_free(database) }
    try call(operation) { unsafe git_repository_set_odb(handle, database) }
  }

  private static func add(
    alternates: [FilePath], to handle: OpaquePointer, _ operation: String
  ) throws(GitError) {
    var database: OpaquePointer?
    try call(operation) { unsafe git_repository_odb(&database, handle) }
    defer { unsafe git_odb_free(database) }
    for folder in alternates {
      try call(operation) {
        unsafe folder.withPlatformString { unsafe git_odb_add_disk_alternate(database, $0) }
      }
    }
  }

  /// Folders between colons; one with a colon in its name stands in quotes, with escapes as in C.
  private static func alternates(_ text: [UInt8]) -> [FilePath] {
    var folders: [FilePath] = []
    var rest = text[...]
    while !rest.isEmpty {
      let end = rest.first == UInt8(ascii: "\"") ? closing(rest) : rest.startIndex
      let colon = rest[end...].firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
      let name = String(validating: rest[..<colon], as: UTF8.self)
      let bytes = name.map(RelativePath.unquoted) ?? Array(rest[..<colon])
      if !bytes.isEmpty { folders.append(FilePath(rawBytes: bytes)) }
      rest = rest[colon...].dropFirst()
    }
    return folders
  }

  /// Where the quote ends that a text starts with; its start when it has no end.
  private static func closing(_ text: ArraySlice<UInt8>) -> Int {
    var isEscaped = false
    for (index, byte) in zip(text.indices, text).dropFirst() {
      if byte == UInt8(ascii: "\""), !isEscaped { return index }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return text.startIndex
  }

  private static func use(index: FilePath, in handle: OpaquePointer, _ operation: String)
    throws(GitError)
  {
    var opened: OpaquePointer?
    try call(operation) {
      unsafe index.withPlatformString { unsafe git_index_open(&opened, $0) }
    }
    defer { unsafe git_index_free(opened) }
    try call(operation) { unsafe git_repository_set_index(handle, opened) }
  }
}
