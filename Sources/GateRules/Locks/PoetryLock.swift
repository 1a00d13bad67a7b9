// SPDX-License-Identifier: Apache-2.0

import Digests
import TOML

/// A `poetry.lock`: it holds a digest of the part of `pyproject.toml` that matters.
struct PoetryLock {
  private let document: TOMLValue

  init(_ document: TOMLValue) { self.document = document }

  /// Software of which nobody can say which bytes are meant.
  var defects: [LockDefect] {
    let older = document["metadata"]?["files"]
    return (document["package"]?.array ?? []).compactMap { package in
      let name = package["name"]?.string ?? "?"
      switch package["source"]?["type"]?.string {
      case "git":
        let revision = package["source"]?["resolved_reference"]?.string ?? ""
        return revision.count >= 40 ? nil : .unpinned(requirement: name, line: nil)
      case "directory": return nil
      default: break
      }
      guard package["version"]?.string != nil else {
        return .unpinned(requirement: name, line: nil)
      }
      let files = package["files"]?.array ?? older?[name]?.array ?? []
      return files.contains { $0["hash"]?.string != nil }
        ? nil : .unhashed(requirement: name, line: nil)
    }
  }

  /// Whether it was made from a `pyproject.toml` that says the same.
  func isInStep(with project: TOMLValue) -> Bool {
    guard let recorded = document["metadata"]?["content-hash"]?.string else { return false }
    return [true, false].contains { Self.digest(of: project, hasGroups: $0) == recorded }
  }

  /// What Poetry 1 and 2 hash; versions before 2.2 leave `dependency-groups` out.
  private static func digest(of document: TOMLValue, hasGroups: Bool) -> String? {
    let project = picked(
      ["requires-python", "dependencies", "optional-dependencies"], of: document["project"])
    let groups = hasGroups ? document["dependency-groups"]?.table ?? [:] : [:]
    let own = document["tool"]?["poetry"]
    var text: String?
    if project.isEmpty && groups.isEmpty {
      text = legacy(own)
    } else {
      var content = [
        "tool": TOMLValue.table(["poetry": .table(picked(legacyKeys + ["group"], of: own))])
      ]
      if !project.isEmpty { content["project"] = .table(project) }
      if !groups.isEmpty { content["dependency-groups"] = .table(groups) }
      text = PythonJSON().text(.table(content))
    }
    return text.map { Digest.of(Array($0.utf8)).hex }
  }

  private static let legacyKeys = ["dependencies", "dev-dependencies", "extras", "source"]

  /// In projects without `[project]`, keys that are missing count as null.
  private static func legacy(_ own: TOMLValue?) -> String? {
    let keys = own?["group"] == nil ? legacyKeys : legacyKeys + ["group"]
    let members = keys.sorted().map { key in
      own?[key].map { PythonJSON().text($0) } ?? "null"
    }
    guard members.allSatisfy({ $0 != nil }) else { return nil }
    return "{"
      + zip(keys.sorted(), members).map { "\"\($0)\": \($1 ?? "null")" }.joined(separator: ", ")
      + "}"
  }

  private static func picked(_ keys: [String], of table: TOMLValue?) -> [String: TOMLValue] {
    (table?.table ?? [:]).filter { keys.contains($0.key) }
  }
}
