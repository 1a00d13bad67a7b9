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
    guard let section = Section(node, title, keys: ["path", "manifest"], log: self) else {
      return nil
    }
    let manifest = section["manifest"].flatMap { declaredPath($0, "'manifest' of \(title)") }
    guard let path = section.required("path").flatMap({ declaredPath($0, "'path' of \(title)") })
    else { return nil }
    if let manifest, manifest.path == path.path {
      report(
        "\(title) can't be its own manifest", at: section["manifest"]?.mark ?? section.mark)
    }
    return DataDeclaration(name: name, path: path, manifest: manifest, at: place)
  }
}
