// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// A git repository for one test, made by git itself, with a home of its own beside it.
public final class TemporaryRepository: Sendable {
  private let scratch: ScratchFolder
  /// The worktree.
  public let root: FilePath
  /// Runs programs in the worktree.
  public let shell: Shell

  /// Makes an empty repository on the branch `main`.
  public init() async throws {
    scratch = try ScratchFolder()
    let base = RealPath.of(scratch.path) ?? scratch.path
    root = base.appending("repo")
    let home = base.appending("home")
    // Git's own template would bring fifteen files, most of them examples, into every repository.
    let template = home.appending("template")
    for folder in [root, home.appending("tmp"), template.appending("hooks")] {
      try Folder.create(folder)
    }
    try Folder.create(template.appending("info"))
    shell = Shell(home: home, directory: root)
      .adding(["GIT_TEMPLATE_DIR": template.string])
    try await shell("git", "init", "--quiet", "--initial-branch=main")
    // No process that outlives a command; written here, as each `git config` is a process too.
    let quiet = "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n"
    try write(try read(".git/config") + Array(quiet.utf8), to: ".git/config")
  }

  /// The folder that holds repository and home.
  public var base: FilePath { root.removingLastComponent() }

  /// Writes a file, making its folders.
  public func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  /// Writes a file, making its folders.
  public func write(_ bytes: [UInt8], to path: String) throws {
    let file = root.appending(path)
    try Folder.create(file.removingLastComponent())
    try AtomicFile.write(bytes, to: file)
  }

  /// The content of a file.
  public func read(_ path: String) throws -> [UInt8] {
    try SmallFile.read(root.appending(path), limit: 1 << 30)
  }

  /// Runs git, which must succeed.
  @discardableResult
  public func git(_ arguments: String...) async throws -> String {
    try await shell.run("git", arguments).expecting(0).line
  }

  /// Commits everything that is not ignored, and gives the commit's id.
  @discardableResult
  public func commit(_ message: String = "change") async throws -> String {
    try await git("add", "--all")
    try await git("commit", "--quiet", "--allow-empty", "--message", message)
    return try await git("rev-parse", "HEAD")
  }

  /// Runs one of modelgate's tools here.
  public func tool(_ name: String, _ arguments: String..., input: [UInt8] = []) async throws
    -> Transcript
  {
    try await shell.run(Tools.path(name).string, arguments, input: input)
  }
}
