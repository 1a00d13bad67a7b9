// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

/// A folder of this machine, mounted or local.
struct FolderStore: ObjectStore {
  let folder: FilePath

  var name: String { folder.printable }

  func presence(of objects: [StoredObject]) async -> [Presence] { look(for: objects) }

  func contents(of keys: [RelativePath], limit: Int) async -> [[UInt8]?] {
    read(keys, limit: limit)
  }

  private func look(for objects: [StoredObject]) -> [Presence] {
    do throws(FileError) {
      let root = try RootDirectory(folder)
      let looks = objects.map { Self.look($0, in: root) }
      return Self.proven(objects, looks, in: root)
    } catch {
      let reason = Self.reason(for: error, folder)
      return objects.map { _ in .undecided(reason: reason) }
    }
  }

  private func read(_ keys: [RelativePath], limit: Int) -> [[UInt8]?] {
    guard let root = try? RootDirectory(folder) else { return keys.map { _ in nil } }
    return keys.map { try? root.read($0, limit: limit) }
  }

  private static func reason(for error: FileError, _ folder: FilePath) -> String {
    error.errno == .noSuchFileOrDirectory
      ? "the folder '\(folder.printable)' does not exist: not mounted, or never pushed to"
      : error.message
  }

  /// What the name and the size say; a status where the bytes must be read.
  private enum Look {
    case answer(Presence)
    case read(DirectoryTree.Entry)
  }

  private static func look(_ object: StoredObject, in root: borrowing RootDirectory) -> Look {
    do throws(FileError) {
      let status = try root.status(object.key)
      guard status.kind == .file else {
        return .answer(.absent(reason: "a \(status.typeName) stands there"))
      }
      if let size = object.size, size != status.size {
        return .answer(.absent(reason: Self.wrongSize(status.size, size)))
      }
      if object.naming == .byPath { return .read(.init(path: object.key, status: status)) }
      return .answer(object.size == nil ? .present(.name, size: status.size) : .present(.size))
    } catch {
      return .answer(
        error.errno == .noSuchFileOrDirectory
          ? .absent(reason: "it is not there") : .undecided(reason: error.message))
    }
  }

  /// Reads, on all cores, what stands under a mere path.
  private static func proven(
    _ objects: [StoredObject], _ looks: [Look], in root: borrowing RootDirectory
  ) -> [Presence] {
    var answers: [Presence] = []
    for (object, look) in zip(objects, looks) {
      switch look {
      case .answer(let answer): answers.append(answer)
      case .read: answers.append(.undecided(reason: "no digest of '\(object.key)' is recorded"))
      }
    }
    for algorithm in Set(objects.compactMap(\.digest?.algorithm)) {
      let group = objects.indices.compactMap { index -> (index: Int, entry: DirectoryTree.Entry)? in
        guard case .read(let entry) = looks[index], objects[index].digest?.algorithm == algorithm
        else { return nil }
        return (index, entry)
      }
      let results = ParallelHasher([algorithm]).hash(group.map(\.entry), beneath: root)
      for (index, result) in zip(group.map(\.index), results) {
        answers[index] = compare(objects[index], result)
      }
    }
    return answers
  }

  private static func compare(_ object: StoredObject, _ result: Result<FileDigests, FileError>)
    -> Presence
  {
    switch result {
    case .success(let read):
      read.digests.first == object.digest
        ? .present(.digest) : .absent(reason: "it has other bytes there")
    case .failure(let error): .undecided(reason: error.message)
    }
  }

  static func wrongSize(_ found: Int64, _ recorded: Int64) -> String {
    "it has \(found) bytes there, not \(recorded)"
  }
}
