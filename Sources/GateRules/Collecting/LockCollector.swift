// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import GitAccess

/// Judges the lock files that pipelines declare, by the bytes of the commit alone.
struct LockCollector {
  private static let limit = 8 << 20
  private static let maximumFiles = 64

  let tree: ObjectID
  let configuration: Configuration

  func facts(in repository: borrowing Repository) throws(GitError) -> [ContentFact] {
    var facts: [ContentFact] = []
    var judged: Set<RelativePath> = []
    for path in configuration.pipelines.flatMap(\.dependencies).map(\.path)
    where judged.insert(path).inserted && Self.isRequirements(path) {
      let set = try RequirementSet(startingAt: path, tree: tree, of: repository)
      facts += set.defects
      facts += try outOfStep(path, set, in: repository)
    }
    return facts
  }

  /// `requirements.in` next to `requirements.txt` is what pip-compile made it from.
  private func outOfStep(
    _ path: RelativePath, _ set: RequirementSet, in repository: borrowing Repository
  ) throws(GitError) -> [ContentFact] {
    guard let dot = path.bytes.lastIndex(of: UInt8(ascii: ".")),
      let source = RelativePath(bytes: path.bytes[..<dot] + Array(".in".utf8)),
      try repository.entry(at: source, in: tree) != nil
    else { return [] }
    let wanted = try RequirementSet(startingAt: source, tree: tree, of: repository)
    return wanted.names.isSubset(of: set.names)
      ? [] : [ContentFact(.lock(.outOfStep(with: source)), at: path)]
  }

  /// Files for pip: `requirements*.txt`, and lock files that are no other tool's.
  private static func isRequirements(_ path: RelativePath) -> Bool {
    let name = String(decoding: path.name, as: UTF8.self)
    let others = ["uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "pixi.lock", "yarn.lock"]
    if others.contains(name) || name.contains("conda") { return false }
    return name.hasPrefix("requirements") && (name.hasSuffix(".txt") || name.hasSuffix(".lock"))
  }

  /// The requirements of a file and of those that it includes.
  struct RequirementSet {
    private(set) var names: Set<String> = []
    private(set) var defects: [ContentFact] = []

    init(startingAt path: RelativePath, tree: ObjectID, of repository: borrowing Repository)
      throws(GitError)
    {
      var pending = [(path: path, isConstraint: false)]
      var seen: Set<RelativePath> = []
      var found: [(RequirementLine.Requirement, RelativePath, Int)] = []
      var pinned: Set<String> = []
      while let (path, isConstraint) = pending.popLast() {
        guard seen.insert(path).inserted, seen.count <= maximumFiles,
          let entry = try repository.entry(at: path, in: tree), entry.isFile,
          try repository.size(ofBlob: entry.id) <= limit
        else { continue }
        let bytes = try repository.blob(entry.id, limit: limit)
        for (line, number) in RequirementLine.lines(of: String(decoding: bytes, as: UTF8.self)) {
          switch line {
          case .include(let other), .constraint(let other):
            let isConstraint = if case .constraint = line { true } else { isConstraint }
            if let next = path.sibling(other) { pending.append((next, isConstraint)) }
          case .requirement(let requirement):
            if isConstraint {
              if requirement.isPinned, let name = requirement.name { pinned.insert(name) }
            } else {
              found.append((requirement, path, number))
            }
          }
        }
      }
      names = Set(found.compactMap(\.0.name))
      let wantsHashes = found.contains { $0.0.isHashed }
      for (requirement, path, line) in found {
        let isPinned = requirement.isPinned || requirement.name.map(pinned.contains) ?? false
        if !isPinned {
          let defect = LockDefect.unpinned(requirement: requirement.text, line: line)
          defects.append(ContentFact(.lock(defect), at: path))
        } else if wantsHashes, !requirement.isHashed, !requirement.isLocal {
          let defect = LockDefect.unhashed(requirement: requirement.text, line: line)
          defects.append(ContentFact(.lock(defect), at: path))
        }
      }
    }
  }
}

extension RelativePath {
  /// A path as it is written in a file beside this one; nil when it leaves the tree.
  func sibling(_ text: String) -> RelativePath? {
    var components = self.components.dropLast().map(Array.init)
    for part in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8) {
        guard components.popLast() != nil else { return nil }
      } else {
        components.append(Array(part))
      }
    }
    return RelativePath(bytes: Array(components.joined(separator: [UInt8(ascii: "/")])))
  }
}
