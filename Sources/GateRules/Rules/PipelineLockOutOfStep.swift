// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let pipelineLockOutOfStep = Rule(
    id: "pipeline/lock-out-of-step",
    title: "a lock file was made from another version of its source",
    explanation: """
      A pipeline depends on a lock file that was not made from its source as it is committed beside \
      it: the source was edited and the lock was not made again, so what is installed is not what \
      the code was written for. poetry.lock and Pipfile.lock hold a digest of their source; uv.lock \
      repeats what each pyproject.toml asks for; of requirements.txt and requirements.in, and of \
      conda-lock.yml and environment.yml, names and versions are compared.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      guard case .lock(.outOfStep(let source)) = fact.kind else { return nil }
      return Violation(
        "'\(fact.path)' was not made from '\(source)' as the commit has it",
        at: Location(fact.path), hints: [LockTool.command(toMake: fact.path, from: source)])
    }
  }
}
