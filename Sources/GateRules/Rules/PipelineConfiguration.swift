// SPDX-License-Identifier: Apache-2.0

import Configuration

extension Rule {
  static let pipelineConfiguration = Rule(
    id: "pipeline/configuration",
    title: "the commit's modelgate.yaml is invalid",
    explanation: """
      The judged commit has a modelgate.yaml that cannot be read, so nobody can say which data and \
      which pipelines it declares, and nobody can build from it. Everything that is wrong is \
      listed with its line and column; the other rules judge the commit as if nothing were declared.
      """
  ) { snapshot in
    snapshot.configurationProblems.map { problem in
      Violation(
        problem.message, at: problem.location,
        hints: ["modelgate check --worktree   # shows the place, until the file is mended"])
    }
  }
}
