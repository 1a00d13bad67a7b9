// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage

/// Looks whether others can have the submodules' commits that a commit records.
///
/// Only the submodule's own repository can tell, as of its last fetch. Where it is not here, or has
/// not got the commit itself, nothing is said: this clone did not make that commit.
struct CommittedSubmodules {
  private static let limit = 1 << 20
  private struct Recorded: Hashable {
    var name: RelativePath
    var commit: ObjectID
  }
  private var known: [Recorded: Bool] = [:]

  mutating func changes(_ tree: ObjectID, of repository: borrowing Repository) async throws
    -> [FileChange]
  {
    var changes: [FileChange] = []
    for (name, path) in try Self.places(in: tree, of: repository) {
      guard let link = try repository.entry(at: path, in: tree), link.kind == .submodule else {
        continue
      }
      if try await isUnpublished(Recorded(name: name, commit: link.id), repository) {
        changes.append(FileChange(.submoduleUnpushed(link.id.short, doubt: nil), at: path))
      }
    }
    return changes
  }

  private mutating func isUnpublished(_ recorded: Recorded, _ outer: borrowing Repository)
    async throws -> Bool
  {
    if let answer = known[recorded] { return answer }
    let answer = try await Self.look(for: recorded, outer)
    known[recorded] = answer
    return answer
  }

  private static func look(for recorded: Recorded, _ outer: borrowing Repository) async throws
    -> Bool
  {
    guard let inner = opened(recorded.name, of: outer), try inner.contains(recorded.commit) else {
      return false
    }
    var remotes = RemoteCollector(asksRemotes: false)
    return try await remotes.publication(of: recorded.commit, in: inner) == .unpublished
  }

  /// Whether the commits of submodules have something at a path.
  enum Holding: Equatable {
    /// They have, or have not, as their own commits say.
    case has, lacks
    /// What would tell is not here.
    case unknown(String)
  }

  /// What the submodule above a path has there, at the commit that is recorded for it, and so on
  /// through the submodules in it; nil when no folder above the path is a submodule.
  static func holding(
    _ path: RelativePath, in tree: ObjectID, of outer: borrowing Repository
  ) throws -> Holding? {
    var folder = path.parent
    while let current = folder {
      if let link = try outer.entry(at: current, in: tree), link.kind == .submodule,
        let below = path.relative(to: current)
      {
        return try holding(below, at: link.id, of: current, in: tree, of: outer)
      }
      folder = current.parent
    }
    return nil
  }

  private static func holding(
    _ path: RelativePath, at commit: ObjectID, of submodule: RelativePath, in tree: ObjectID,
    of outer: borrowing Repository
  ) throws -> Holding {
    let name = try places(in: tree, of: outer).first { $0.path == submodule }?.name
    guard let inner = name.flatMap({ opened($0, of: outer) }) ?? checkedOut(submodule, of: outer)
    else { return .unknown("the submodule '\(submodule)' is not here") }
    guard try inner.contains(commit) else {
      return .unknown("the submodule '\(submodule)' lacks its recorded commit \(commit.short)")
    }
    let tree = try inner.commit(commit).tree
    if try inner.entry(at: path, in: tree) != nil { return .has }
    return try holding(path, in: tree, of: inner) ?? .lacks
  }

  /// The repository of a submodule; nil when it is not here.
  private static func opened(_ name: RelativePath, of outer: borrowing Repository) -> Repository? {
    for directory in [outer.gitDirectory, outer.commonDirectory] {
      let folder = directory.appending("modules").appending(name)
      if let inner = try? Repository(at: folder),
        RealPath.of(inner.gitDirectory) == RealPath.of(folder)
      {
        return inner
      }
    }
    return nil
  }

  /// The repository that stands in a submodule's place, as those of old do.
  private static func checkedOut(_ path: RelativePath, of outer: borrowing Repository)
    -> Repository?
  {
    guard let folder = outer.worktree?.appending(path), let inner = try? Repository(at: folder),
      inner.worktree.flatMap(RealPath.of) == RealPath.of(folder)
    else { return nil }
    return inner
  }

  private static func places(in tree: ObjectID, of repository: borrowing Repository)
    throws(GitError) -> [(name: RelativePath, path: RelativePath)]
  {
    guard let file = RelativePath(".gitmodules"),
      let entry = try repository.entry(at: file, in: tree),
      entry.isFile, try repository.size(ofBlob: entry.id) <= limit
    else { return [] }
    return places(String(decoding: try repository.blob(entry.id, limit: limit), as: UTF8.self))
  }

  /// The names and paths in a `.gitmodules`, which is written as git's configuration is.
  static func places(_ text: String) -> [(name: RelativePath, path: RelativePath)] {
    var places: [(RelativePath, RelativePath)] = []
    var name: RelativePath?
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("[") {
        name = RelativePath(value(line.dropFirst("[submodule".count)))
      } else if let name, let equals = line.firstIndex(of: "="),
        line[..<equals].split(separator: " ").joined().lowercased() == "path",
        let path = RelativePath(value(line[line.index(after: equals)...]))
      {
        places.append((name, path))
      }
    }
    return places
  }

  /// A value without its quotes, which may hold escaped ones.
  private static func value(_ text: Substring) -> String {
    let text = text.drop { $0 == " " || $0 == "\t" }
    guard text.hasPrefix("\"") else {
      return String(text.prefix { $0 != "#" && $0 != ";" }.reversed().drop { $0 == " " }.reversed())
    }
    var value = ""
    var isEscaped = false
    for character in text.dropFirst() {
      if character == "\"", !isEscaped { return value }
      if character == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      isEscaped = false
      value.append(character)
    }
    return value
  }
}
