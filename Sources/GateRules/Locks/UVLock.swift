// SPDX-License-Identifier: Apache-2.0

import Manifests
import TOML

/// A `uv.lock`: it repeats what each member of the workspace asks for, in `package.metadata`.
struct UVLock {
  private let packages: [TOMLValue]
  private let python: String?

  init(_ document: TOMLValue) {
    packages = document["package"]?.array ?? []
    python = document["requires-python"]?.string
  }

  /// Software of which nobody can say which bytes are meant.
  var defects: [LockDefect] {
    packages.compactMap { package in
      let name = package["name"]?.string ?? "?"
      let source = package["source"]
      if let git = source?["git"]?.string {
        let revision = git.split(separator: "#").last ?? ""
        return revision.count >= 40 && revision.allSatisfy(\.isHexDigit)
          ? nil : .unpinned(requirement: name, line: nil)
      }
      guard source?["registry"] != nil || source?["url"] != nil else { return nil }
      guard package["version"]?.string != nil else {
        return .unpinned(requirement: name, line: nil)
      }
      let files = (package["wheels"]?.array ?? []) + (package["sdist"].map { [$0] } ?? [])
      return files.contains { $0["hash"]?.string != nil }
        ? nil : .unhashed(requirement: name, line: nil)
    }
  }

  /// The folders of the workspace's members, from the lock file's own; `.` for that one.
  var members: [String] {
    packages.compactMap { $0["source"]?["editable"]?.string ?? $0["source"]?["virtual"]?.string }
  }

  /// Whether it was made from a `pyproject.toml` that asks for the same.
  func isInStep(with project: TOMLValue) -> Bool {
    guard let name = project["project"]?["name"]?.string.map(RequirementLine.normalize),
      let metadata = packages.first(where: { $0["name"]?.string == name })
    else { return project["project"]?["name"] == nil }
    if project["project"]?["dynamic"]?.array?.contains(.string("dependencies")) == true {
      return true
    }
    var wanted = Wishes(of: project)
    var locked = Wishes(of: metadata["metadata"])
    for direct in wanted.direct.union(locked.direct) {
      wanted.ranges[direct] = wanted.ranges[direct].map { _ in [] }
      locked.ranges[direct] = locked.ranges[direct].map { _ in [] }
    }
    wanted.ranges[name] = nil
    locked.ranges[name] = nil
    return wanted.ranges == locked.ranges && hasSamePython(as: project)
  }

  /// Of several members the lock file has what all can agree on, and `~=` it writes otherwise.
  private func hasSamePython(as project: TOMLValue) -> Bool {
    guard members.count == 1, let wanted = project["project"]?["requires-python"]?.string,
      !wanted.contains("~")
    else { return true }
    return python.map(Self.clauses) == Self.clauses(wanted)
  }

  /// The parts of a range of versions, which no order matters to.
  private static func clauses(_ specifier: String) -> Set<String> {
    let compact = specifier.lowercased().filter { !" -_()".contains($0) }
    return Set(compact.split(separator: ",").map(String.init))
  }

  /// What is asked for: every range of versions, by normalized name.
  private struct Wishes {
    var ranges: [String: Set<Set<String>>] = [:]
    /// Names of what comes from an address or a folder, whose versions are not compared.
    var direct: Set<String> = []

    init(of project: TOMLValue) {
      let groups = Self.lists(project["dependency-groups"])
      let extras = Self.lists(project["project"]?["optional-dependencies"])
      let uv = project["tool"]?["uv"]
      let all =
        [project["project"]?["dependencies"], uv?["dev-dependencies"]].compactMap { $0?.array }
        + groups + extras
      for text in all.joined().compactMap(\.string) {
        guard case .requirement(let wish) = RequirementLine(text), let name = wish.name else {
          continue
        }
        add(name, wish.specifier)
        if wish.isDirect { direct.insert(name) }
      }
      for (name, source) in uv?["sources"]?.table ?? [:] where source["index"] == nil {
        direct.insert(RequirementLine.normalize(name))
      }
    }

    /// The part of a lock file that says what a member asked for.
    init(of metadata: TOMLValue?) {
      let lists = Self.lists(metadata?["requires-dev"])
      for wish in ([metadata?["requires-dist"]?.array ?? []] + lists).joined() {
        guard let name = wish["name"]?.string else { continue }
        add(name, wish["specifier"]?.string ?? "")
        let kinds = ["git", "url", "path", "directory", "editable", "virtual"]
        if kinds.contains(where: { wish[$0] != nil }) { direct.insert(name) }
      }
    }

    private mutating func add(_ name: String, _ specifier: String) {
      ranges[name, default: []].insert(UVLock.clauses(specifier))
    }

    private static func lists(_ table: TOMLValue?) -> [[TOMLValue]] {
      (table?.table ?? [:]).values.compactMap(\.array)
    }
  }
}
