// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let pipelineLockUnpinned = Rule(
    id: "pipeline/lock-unpinned",
    title: "a dependency file leaves versions open",
    explanation: """
      A pipeline depends on a file that does not say which bytes to install: a requirements file in \
      which a line does not name one version (`==`), one commit or one digest, or some lines have \
      hashes and others have none, or that includes a file which is not in the commit; a uv.lock, poetry.lock, Pipfile.lock or conda-lock.yml with an \
      entry that has no version or no hash; a pyproject.toml, Pipfile, environment.yml or \
      requirements.in with no lock file beside it. Whoever installs it tomorrow gets other software \
      than the model was trained with. A lock file that cannot be read is not passed either.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      switch fact.kind {
      case .lock(.unpinned(let requirement, let line)):
        Violation(
          "'\(fact.path)' does not pin '\(requirement)'", at: Location(fact.path, line: line),
          hints: [LockTool.command(toMake: fact.path)])
      case .lock(.unhashed(let requirement, let line)):
        Violation(
          "'\(fact.path)' has no hash for '\(requirement)'", at: Location(fact.path, line: line),
          hints: [LockTool.command(toMake: fact.path, hasHashes: true)])
      case .lock(.includesMissing(let other, let line)):
        Violation(
          "'\(fact.path)' includes '\(other)', which is not in the commit",
          at: Location(fact.path, line: line), hints: [LockTool.command(toMake: fact.path)])
      case .lock(.notLocked):
        Violation(
          "'\(fact.path)' has no lock file beside it in the commit", at: Location(fact.path),
          hints: [LockTool.command(toLock: fact.path)])
      case .lock(.unreadable(let reason)):
        Violation(
          "'\(fact.path)' cannot be judged: \(reason)", at: Location(fact.path),
          hints: [LockTool.command(toMake: fact.path)], isUndecided: snapshot.preset >= .build)
      default: nil
      }
    }
  }
}
