// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataManifestMalformed = Rule(
    id: "data/manifest-malformed",
    title: "a committed manifest cannot be read",
    explanation: """
      The judged commit has a manifest that is not well formed, or that holds what a manifest \
      must not hold: absolute paths, `..`, duplicates, unsorted lines. Nothing can be verified \
      against it.
      """
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .manifest(let manifest) = dataset.versioning, let defect = manifest.defect else {
        return nil
      }
      return Violation(
        "the manifest '\(manifest.path)' of the dataset '\(dataset.name)' is malformed: \(defect)",
        at: Location(manifest.path, line: manifest.line),
        hints: [hint(toMend: manifest.path, of: dataset.path)])
    }
  }

  /// Whoever wrote a manifest writes it again; one that nobody declared has no other name than its
  /// own.
  private static func hint(toMend manifest: RelativePath, of dataset: RelativePath) -> String {
    let name = manifest.description
    if name == "dvc.lock" || name.hasSuffix("/dvc.lock") {
      let stages = manifest.parent.map { " \(ShellWord.quote($0))/dvc.yaml" } ?? ""
      let lock = ShellWord.quote(manifest)
      return "rm -- \(lock) && dvc repro\(stages) && git add -- \(lock) && git commit"
    }
    let ending = name.hasSuffix(".dvc") ? ".dvc" : name.hasSuffix(".sha256") ? ".sha256" : ""
    let tool = ending == ".dvc" ? "dvc add" : "modelgate data track"
    guard dataset == manifest || ending == ".dvc" else {
      return "modelgate data track \(ShellWord.quote(dataset))"
    }
    guard !ending.isEmpty,
      let data = RelativePath(bytes: manifest.bytes.dropLast(ending.utf8.count))
    else { return "git log -- \(ShellWord.quote(manifest))   # for one that can be read" }
    return "\(tool) \(ShellWord.quote(data))"
  }
}
