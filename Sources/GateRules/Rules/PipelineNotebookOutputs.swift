// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let pipelineNotebookOutputs = Rule(
    id: "pipeline/notebook-outputs",
    title: "a notebook is committed with its outputs",
    explanation: """
      A committed notebook holds what its cells printed, or how often they ran. Outputs carry data \
      into history, and change with every run although the code does not. The rule is off unless \
      modelgate.yaml asks for it.
      """,
    level: .off
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      let clean = "jupyter nbconvert --clear-output --inplace \(fact.quoted)"
      switch fact.kind {
      case .notebookOutputs(let cells):
        return Violation(
          "'\(fact.path)' has outputs in \(cells == 1 ? "1 cell" : "\(cells) cells")",
          at: Location(fact.path), hints: ["\(clean) && git add -- \(fact.pathspec)"])
      case .notebookUnreadable(let reason):
        return Violation(
          "'\(fact.path)' cannot be read as a notebook: \(reason)", at: Location(fact.path),
          hints: ["jupyter nbconvert --to notebook --stdout \(fact.quoted)"], isUndecided: true)
      default: return nil
      }
    }
  }
}
