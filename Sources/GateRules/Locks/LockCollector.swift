// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
import StrictJSON
import TOML
import YAML

/// Judges the lock files that pipelines declare, by the bytes of the commit alone.
struct LockCollector {
  private static let limit = 32 << 20

  let tree: ObjectID
  let configuration: Configuration

  func facts(in repository: borrowing Repository) throws(GitError) -> [ContentFact] {
    var facts: [ContentFact] = []
    var judged: Set<RelativePath> = []
    for declared in configuration.pipelines.flatMap(\.dependencies).map(\.path) {
      var locks = [declared]
      if let expected = LockTool.locks(ofSource: declared) {
        locks = []
        for path in expected where try repository.entry(at: path, in: tree) != nil {
          locks.append(path)
        }
        if locks.isEmpty, try repository.entry(at: declared, in: tree) != nil {
          facts.append(ContentFact(.lock(.notLocked), at: declared))
        }
      }
      for path in locks where judged.insert(path).inserted {
        facts += try self.facts(of: path, in: repository)
      }
    }
    return facts
  }

  private func facts(of path: RelativePath, in repository: borrowing Repository) throws(GitError)
    -> [ContentFact]
  {
    guard let tool = LockTool(lock: path), try repository.entry(at: path, in: tree) != nil else {
      return []
    }
    do {
      return try facts(of: path, tool, in: repository)
    } catch let error as GitError {
      throw error
    } catch {
      return [ContentFact(.lock(.unreadable(Self.words(error))), at: path)]
    }
  }

  private func facts(
    of path: RelativePath, _ tool: LockTool, in repository: borrowing Repository
  ) throws -> [ContentFact] {
    let sources = tool.sources(ofLock: path)
    switch tool {
    case .pip: return try requirements(path, in: repository)
    case .uv: return try uv(path, in: repository)
    case .poetry:
      let lock = PoetryLock(try toml(path, in: repository))
      return try facts(lock.defects, from: sources, path, in: repository) {
        lock.isInStep(with: try TOMLValue.parse($0))
      }
    case .pipenv:
      let lock = PipfileLock(try json(path, in: repository))
      return try facts(lock.defects, from: sources, path, in: repository) {
        lock.isInStep(with: try TOMLValue.parse($0))
      }
    case .conda:
      let lock = CondaLock(try YAMLNode.parse(try bytes(path, in: repository)))
      let named = lock.sources.compactMap { path.sibling($0) }
      return try facts(
        lock.defects, from: named.isEmpty ? sources : named, path, in: repository
      ) { lock.isInStep(with: try YAMLNode.parse(CondaLock.withoutSelectors($0))) }
    }
  }

  /// The defects of a lock file, and whether it is in step with its sources.
  private func facts(
    _ defects: [LockDefect], from sources: [RelativePath], _ path: RelativePath,
    in repository: borrowing Repository, _ isInStep: (_ source: [UInt8]) throws -> Bool
  ) throws -> [ContentFact] {
    var facts = defects.map { ContentFact(.lock($0), at: path) }
    for source in sources {
      guard try repository.entry(at: source, in: tree) != nil else { continue }
      if try !isInStep(try bytes(source, in: repository)) {
        facts.append(ContentFact(.lock(.outOfStep(with: source)), at: path))
      }
    }
    return facts
  }

  /// Each member of the workspace has a `pyproject.toml` of its own.
  private func uv(_ path: RelativePath, in repository: borrowing Repository) throws
    -> [ContentFact]
  {
    let lock = UVLock(try toml(path, in: repository))
    var facts = lock.defects.map { ContentFact(.lock($0), at: path) }
    for folder in lock.members {
      let name = folder == "." ? "pyproject.toml" : "\(folder)/pyproject.toml"
      guard let source = path.sibling(name), try repository.entry(at: source, in: tree) != nil
      else {
        continue
      }
      if !lock.isInStep(with: try toml(source, in: repository)) {
        facts.append(ContentFact(.lock(.outOfStep(with: source)), at: path))
      }
    }
    return facts
  }

  /// `requirements.in` next to `requirements.txt` is what pip-compile made it from.
  private func requirements(_ path: RelativePath, in repository: borrowing Repository) throws
    -> [ContentFact]
  {
    let set = try RequirementSet(startingAt: path, tree: tree, of: repository)
    var facts = set.defects
    for source in LockTool.pip.sources(ofLock: path) {
      guard try repository.entry(at: source, in: tree) != nil else { continue }
      let wanted = try RequirementSet(startingAt: source, tree: tree, of: repository)
      if !set.satisfies(wanted) {
        facts.append(ContentFact(.lock(.outOfStep(with: source)), at: path))
      }
    }
    return facts
  }

  private func toml(_ path: RelativePath, in repository: borrowing Repository) throws -> TOMLValue {
    try TOMLValue.parse(try bytes(path, in: repository))
  }

  private func json(_ path: RelativePath, in repository: borrowing Repository) throws -> JSONValue {
    try JSONValue.parse(
      try bytes(path, in: repository), limits: JSONLimits(bytes: Self.limit))
  }

  private func bytes(_ path: RelativePath, in repository: borrowing Repository) throws -> [UInt8] {
    guard let entry = try repository.entry(at: path, in: tree), entry.isFile else {
      throw Failure("'\(path)' is no file")
    }
    guard try repository.size(ofBlob: entry.id) <= Self.limit else {
      throw Failure("'\(path)' has more than \(Self.limit >> 20) MiB")
    }
    return try repository.blob(entry.id, limit: Self.limit)
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case let error as TOMLError: "\(error.problem), in line \(error.line)"
    case let error as YAMLError: "\(error.problem), in line \(error.line)"
    case let error as any ExplainedError: error.message
    default: "\(error)"
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
