// SPDX-License-Identifier: Apache-2.0

import Digests
import StrictJSON
import TOML

/// A `Pipfile.lock`: it holds a digest of its `Pipfile`.
struct PipfileLock {
  private let document: JSONValue

  init(_ document: JSONValue) { self.document = document }

  /// Software of which nobody can say which bytes are meant.
  var defects: [LockDefect] {
    (document.object ?? JSONObject()).filter { $0.name != "_meta" }.flatMap { group in
      (group.value.object ?? JSONObject()).compactMap { Self.defect($0.name, $0.value) }
    }
  }

  private static func defect(_ name: String, _ package: JSONValue) -> LockDefect? {
    if package["path"] != nil { return nil }
    if package["git"] != nil {
      let revision = package["ref"]?.string ?? ""
      return revision.count >= 40 && revision.allSatisfy(\.isHexDigit)
        ? nil : .unpinned(requirement: name, line: nil)
    }
    let hasHashes = package["hashes"]?.array.map { !$0.isEmpty } ?? false
    guard package["version"]?.string?.hasPrefix("==") == true || package["file"] != nil else {
      return .unpinned(requirement: name, line: nil)
    }
    return hasHashes ? nil : .unhashed(requirement: name, line: nil)
  }

  /// Whether it was made from a `Pipfile` that says the same.
  func isInStep(with source: TOMLValue) -> Bool {
    guard let recorded = document["_meta"]?["hash"]?["sha256"]?.string,
      let text = PythonJSON(comma: ",", colon: ":").text(Self.content(of: source))
    else { return false }
    return Digest.of(Array(text.utf8)).hex == recorded
  }

  /// What Pipenv hashes; further tables are categories of packages.
  private static func content(of source: TOMLValue) -> TOMLValue {
    var content = (source.table ?? [:]).filter { !named.contains($0.key) }
    content["_meta"] = .table([
      "sources": source["source"] ?? defaultSource, "requires": source["requires"] ?? .table([:]),
    ])
    content["default"] = source["packages"] ?? .table([:])
    content["develop"] = source["dev-packages"] ?? .table([:])
    return .table(content)
  }

  private static let named = [
    "source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv", "default",
    "develop",
  ]

  /// What Pipenv reads into a file that names no source.
  private static let defaultSource = TOMLValue.array([
    .table([
      "name": .string("pypi"), "url": .string("https://pypi.org/simple"), "verify_ssl": .bool(true),
    ])
  ])
}
