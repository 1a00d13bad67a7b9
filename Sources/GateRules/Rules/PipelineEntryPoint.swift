// SPDX-License-Identifier: Apache-2.0

import Files

extension Rule {
  static let pipelineEntryPoint = Rule(
    id: "pipeline/entry-point",
    title: "a training program is not committed",
    explanation: """
      The command of a pipeline names a file that is here and that the judged commit does not \
      have, perhaps because .gitignore hides it. The clean room would not have it either.
      """
  ) { snapshot in
    snapshot.pipelines.flatMap { pipeline in
      pipeline.uncommittedPrograms.map { path in
        Violation(
          "the pipeline '\(pipeline.name)' runs '\(path)', which is not in the commit",
          at: pipeline.declaration,
          hints: ["git add --force -- \(ShellWord.pathspec(path)) && git commit"])
      }
    }
  }
}
