// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataManifestUncommitted = Rule(
    id: "data/manifest-uncommitted",
    title: "a manifest is not committed",
    explanation: """
      A manifest describes the dataset, but it is only in the worktree or the index: the \
      judged commit does not have it, or has another one. A clone would not know which data \
      belongs to the code.
      """
  ) { snapshot in
    snapshot.datasets.compactMap { dataset in
      guard case .uncommitted(let manifest) = dataset.versioning else { return nil }
      return Violation(
        "the manifest '\(manifest)' of the dataset '\(dataset.name)' is not in the commit",
        at: Location(manifest),
        hints: ["git add \(addition(of: manifest)) && git commit"])
    }
  }

  /// Hugging Face's client ignores the folder of its own, all of which is the manifest.
  private static func addition(of manifest: RelativePath) -> String {
    guard let folder = manifest.parent, folder.name.elementsEqual("huggingface".utf8),
      folder.parent?.name.elementsEqual(".cache".utf8) == true
    else { return "--force -- \(ShellWord.pathspec(manifest))" }
    return "--force -- \(ShellWord.pathspec(folder))"
  }
}
