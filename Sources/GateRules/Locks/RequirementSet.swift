// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Manifests

/// The requirements of a file and of those that it includes.
struct RequirementSet {
  private static let limit = 8 << 20
  private static let maximumFiles = 64

  /// The requirements, includes resolved.
  private(set) var requirements: [RequirementLine.Requirement] = []
  private(set) var defects: [ContentFact] = []

  init(startingAt path: RelativePath, tree: ObjectID, of repository: borrowing Repository)
    throws(GitError)
  {
    var pending = [(path: path, isConstraint: false)]
    /// Where else each file was asked for.
    var askedBy: [RelativePath: (text: String, path: RelativePath, line: Int)] = [:]
    var seen: Set<RelativePath> = []
    var found: [(RequirementLine.Requirement, RelativePath, Int)] = []
    var pinned: Set<String> = []
    while let (path, isConstraint) = pending.popLast() {
      guard seen.insert(path).inserted else { continue }
      guard seen.count <= Self.maximumFiles else {
        defects.append(.unreadable("over \(Self.maximumFiles) files include each other", at: path))
        break
      }
      guard let entry = try repository.entry(at: path, in: tree), entry.isFile else {
        if let place = askedBy[path] { defects.append(.missing(place)) }
        continue
      }
      guard try repository.size(ofBlob: entry.id) <= Self.limit else {
        defects.append(.unreadable("it has more than \(Self.limit >> 20) MiB", at: path))
        continue
      }
      let bytes = try repository.blob(entry.id, limit: Self.limit)
      for (line, number) in RequirementLine.lines(of: RequirementLine.text(of: bytes)) {
        switch line {
        case .include(let other), .constraint(let other):
          let isConstraint = if case .constraint = line { true } else { isConstraint }
          let place = (other, path, number)
          if let next = path.sibling(other) {
            pending.append((next, isConstraint))
            askedBy[next] = askedBy[next] ?? place
          } else {
            defects.append(.missing(place))
          }
        case .requirement(let requirement):
          if isConstraint {
            if requirement.isPinned, let name = requirement.name { pinned.insert(name) }
          } else {
            found.append((requirement, path, number))
          }
        }
      }
    }
    requirements = found.map(\.0)
    let wantsHashes = found.contains { $0.0.wantsHashes }
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

  /// Whether it pins, to a version that is taken, all that a source asks for wherever it runs.
  func satisfies(_ source: RequirementSet) -> Bool {
    source.requirements.allSatisfy { wish in
      guard let name = wish.name, !wish.isConditional else { return true }
      let pins = requirements.filter { $0.name == name }
      let range = VersionRange(wish.specifier)
      return !pins.isEmpty
        && pins.allSatisfy { pin in
          !pin.isPinned || pin.isDirect
            || range.admits(pin.specifier.drop { $0 == "=" }) ?? true
        }
    }
  }
}

extension ContentFact {
  /// A file of requirements was not looked at, or not all that it includes.
  fileprivate static func unreadable(_ reason: String, at path: RelativePath) -> ContentFact {
    ContentFact(.lock(.unreadable(reason)), at: path)
  }

  /// A file of requirements asks for another one that the commit does not have.
  fileprivate static func missing(_ place: (text: String, path: RelativePath, line: Int))
    -> ContentFact
  {
    ContentFact(.lock(.includesMissing(place.text, line: place.line)), at: place.path)
  }
}
