// SPDX-License-Identifier: Apache-2.0

import Files

extension Rule {
  static let pipelineDependencies = Rule(
    id: "pipeline/dependencies",
    title: "a declared dependency file is not committed",
    explanation: """
      A pipeline declares the file that pins the software which the model needs, and the \
      judged commit does not have that file. Nobody could install the same software again.
      """
  ) { snapshot in
    snapshot.pipelines.flatMap { pipeline in
      pipeline.missingDependencies.map { path in
        Violation(
          "the pipeline '\(pipeline.name)' depends on '\(path)', which is not in the commit",
          at: pipeline.declaration,
          hints: ["git add --force -- \(ShellWord.pathspec(path)) && git commit"])
      }
    }
  }
}
