// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension DatasetFacts {
  /// What to type when the files are not what the manifest says.
  var hints: [String] {
    guard case .manifest(let manifest) = versioning else { return ["git status"] }
    return switch manifest.format {
    case "dvc":
      [
        "dvc checkout \(ShellWord.quote(manifest.path))   # to have the recorded data back",
        "dvc commit \(ShellWord.quote(manifest.path)) && git add -u && git commit   # to accept this data",
      ]
    case "dvc.lock":
      [
        "dvc checkout \(ShellWord.quote(path))   # to have the recorded data back",
        "dvc repro && git add -u && git commit   # to make it again",
      ]
    case "lfs": ["git restore -- \(ShellWord.pathspec(path))"]
    case "annex":
      [
        "git annex fsck -- \(ShellWord.quote(path)) && git annex get -- \(ShellWord.quote(path))   # to have the recorded data back",
        "git annex add -- \(ShellWord.quote(path)) && git commit   # to accept this data",
      ]
    default:
      [
        "modelgate data track \(ShellWord.quote(path)) && git add -u && git commit   # to accept this data"
      ]
    }
  }

  /// What to type when there are no files.
  var fetchHints: [String] {
    guard case .manifest(let manifest) = versioning else { return [] }
    return switch manifest.format {
    case "dvc": ["dvc pull \(ShellWord.quote(manifest.path))"]
    case "dvc.lock": ["dvc pull \(ShellWord.quote(path))"]
    case "lfs": ["git lfs pull --include \(ShellWord.quote(bytes: path.bytes))"]
    case "annex": ["git annex get -- \(ShellWord.quote(path))"]
    default: ["put the data at \(ShellWord.quote(path)), then: modelgate data verify"]
    }
  }
}

extension DatasetFacts.Difference {
  func message(dataset: String) -> String {
    switch kind {
    case .missing: "'\(path)' of the dataset '\(dataset)' is missing"
    case .extra: "'\(path)' is not in the manifest of the dataset '\(dataset)'"
    case .changed(let recorded, let actual):
      "'\(path)' of the dataset '\(dataset)' differs: recorded \(recorded), here \(actual)"
    case .irregular(let kind): "'\(path)' of the dataset '\(dataset)' is a \(kind)"
    }
  }
}
