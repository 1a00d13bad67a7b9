// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// The folder whose data is meant: the nearest one above that has a `.git`.
struct RepositoryFolder {
  /// Its absolute path.
  let path: FilePath

  /// Climbs from a path; git itself is not needed.
  init(above start: FilePath) throws {
    let resolved = try start.resolved()
    var folder = resolved
    while (try? FileStatus(folder.appending(".git"))) == nil {
      let parent = folder.removingLastComponent()
      guard !folder.isEmpty, parent != folder else {
        if Self.isBare(resolved) {
          throw Failure(
            "'\(resolved.printable)' is a bare repository, which has no files but git's own",
            hints: ["git worktree add PATH"])
        }
        throw Failure(
          "'\(resolved.printable)' does not lie in a git repository",
          hints: ["git init", "name another with --repo PATH"])
      }
      folder = parent
    }
    path = folder
  }

  private static func isBare(_ folder: FilePath) -> Bool {
    ["HEAD", "objects", "refs"].allSatisfy { (try? FileStatus(folder.appending($0))) != nil }
  }

  /// Opens it.
  func open() throws(FileError) -> RootDirectory { try RootDirectory(path) }

  /// A path of the command line, from the repository's root; it need not exist.
  func relative(_ argument: String) throws -> RelativePath {
    guard let relative = try Self.typed(argument).resolvedInFolder().relative(beneath: path) else {
      throw Failure(
        "'\(FilePath(argument).printable)' does not lie beneath '\(path.printable)'",
        hints: ["name the repository with --repo PATH"], status: .usage)
    }
    guard relative.components.first.map({ !$0.elementsEqual(".git".utf8) }) ?? true else {
      throw Failure(
        "'\(FilePath(argument).printable)' is git's own, and no data", status: .usage)
    }
    return relative
  }

  /// What an argument names: a path, or one in double quotes, as this tool and git print names that
  /// are no text.
  private static func typed(_ argument: String) throws -> FilePath {
    let path = FilePath(argument)
    guard (try? FileStatus(path)) == nil else { return path }
    if argument.hasPrefix("\""), let name = RelativePath(bytes: RelativePath.unquoted(argument)) {
      return try FilePath(".").resolved().appending(name)
    }
    // What arrives here in place of a byte that is no UTF-8.
    guard !argument.unicodeScalars.contains("\u{fffd}") else {
      throw Failure(
        "'\(argument)' is not UTF-8, and the command line takes no such name as it is",
        hints: [#"type it as git shows it, for example '"caf\351"'"#], status: .usage)
    }
    return path
  }

  /// A path as it is typed in the current folder, quoted for a shell.
  func typed(_ path: RelativePath) -> String { ShellWord.quote(fromHere(path)) }

  /// The same for this tool itself, which takes no bytes but UTF-8.
  func argument(_ path: RelativePath) -> String {
    let bytes = fromHere(path).byteArray
    guard String(validating: bytes, as: UTF8.self) == nil else { return typed(path) }
    return ShellWord.quote(RelativePath.quoted(bytes))
  }

  private func fromHere(_ path: RelativePath) -> FilePath {
    let target = self.path.appending(path)
    guard let here = try? FilePath(".").resolved() else { return target }
    let common = zip(here.components, target.components).prefix { $0 == $1 }.count
    let up = Array(repeating: FilePath.Component(".."), count: here.components.count - common)
    let typed = FilePath(root: nil, up + target.components.dropFirst(common))
    return typed.isEmpty ? "." : typed
  }
}
