// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let pipelineLockUnpinned = Rule(
    id: "pipeline/lock-unpinned",
    title: "a dependency file leaves versions open",
    explanation: """
      A pipeline depends on a requirements file in which a line does not name one version (`==`), \
      one commit or one digest, or in which some lines have hashes and others have none, which pip \
      refuses. Whoever installs it tomorrow gets other software than the model was trained with.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      switch fact.kind {
      case .lock(.unpinned(let requirement, let line)):
        Violation(
          "'\(fact.path)' does not pin '\(requirement)'", at: Location(fact.path, line: line),
          hints: ["pip freeze > \(fact.quoted)"])
      case .lock(.unhashed(let requirement, let line)):
        Violation(
          "'\(fact.path)' has no hash for '\(requirement)', and has hashes for others",
          at: Location(fact.path, line: line), hints: ["pip-compile --generate-hashes"])
      default: nil
      }
    }
  }
}
