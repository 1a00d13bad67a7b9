// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let pipelineLockOutOfStep = Rule(
    id: "pipeline/lock-out-of-step",
    title: "a lock file was made from another version of its source",
    explanation: """
      A pipeline depends on a lock file that lacks software which its source, committed beside it, \
      asks for: requirements.txt and requirements.in. The source was edited and the lock was not \
      made again, so what is installed is not what the code was written for.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      guard case .lock(.outOfStep(let source)) = fact.kind else { return nil }
      return Violation(
        "'\(fact.path)' lacks what '\(source)' asks for", at: Location(fact.path),
        hints: ["pip-compile --output-file \(fact.quoted) \(ShellWord.quote(source))"])
    }
  }
}
