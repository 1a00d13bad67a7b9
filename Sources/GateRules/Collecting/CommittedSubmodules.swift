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

  /// Whether a submodule's commit has something at a path of its own; not said where it is not here.
  static func has(
    _ path: RelativePath, at commit: ObjectID, of submodule: RelativePath, in tree: ObjectID,
    of outer: borrowing Repository
  ) throws -> Bool {
    for (name, place) in try places(in: tree, of: outer) where place == submodule {
      guard let inner = opened(name, of: outer), try inner.contains(commit) else { continue }
      return try inner.entry(at: path, in: try inner.commit(commit).tree) != nil
    }
    return false
  }

  /// The repository of a submodule; nil when it is not here.
  private static func opened(_ name: RelativePath, of outer: borrowing Repository) -> Repository? {
    let folder = outer.commonDirectory.appending("modules").appending(name)
    guard let inner = try? Repository(at: folder),
      RealPath.of(inner.gitDirectory) == RealPath.of(folder)
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
