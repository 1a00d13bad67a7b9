// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import YAML

extension ProblemLog {
  func datasets(_ node: YAMLNode?) -> [DataDeclaration] {
    pairs(node, "'data'") { key, value in
      guard let name = name(key, of: "dataset") else { return nil }
      return dataset(name, value, at: location(key.mark))
    }
  }

  /// The names that are declared, also of datasets with other problems.
  func names(_ node: YAMLNode?) -> [String] { (node?.mapping ?? []).compactMap { $0.key.text } }

  private func dataset(_ name: String, _ node: YAMLNode, at place: Location) -> DataDeclaration? {
    let title = "dataset '\(name)'"
    guard let section = Section(node, title, keys: ["path", "manifest", "remote"], log: self) else {
      return nil
    }
    let manifest = section["manifest"].flatMap { declaredPath($0, "'manifest' of \(title)") }
    guard let path = section.required("path").flatMap({ declaredPath($0, "'path' of \(title)") })
    else { return nil }
    if let manifest, manifest.path == path.path {
      report(
        "\(title) can't be its own manifest", at: section["manifest"]?.mark ?? section.mark)
    }
    let remote = section["remote"].flatMap { self.remote($0, "'remote' of \(title)") }
    return DataDeclaration(
      name: name, path: path, manifest: manifest, remote: remote, at: place)
  }

  /// A folder, or a URL of a kind that can be asked; a login in it would be committed.
  private func remote(_ node: YAMLNode, _ name: String) -> String? {
    guard let text = string(node, name) else { return nil }
    let kinds = ["file:///", "s3://"]
    let isFolder = text.firstRange(of: "://") == nil
    guard isFolder || kinds.contains(where: { text.hasPrefix($0) && text.count > $0.count }),
      !text.hasPrefix("s3://") || !text.contains("@")
    else {
      report("\(name) must be a folder, file:///FOLDER or s3://BUCKET/PREFIX", at: node.mark)
      return nil
    }
    return text
  }
}
