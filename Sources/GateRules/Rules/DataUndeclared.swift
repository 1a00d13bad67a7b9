// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataUndeclared = Rule(
    id: "data/undeclared",
    title: "a pipeline reads data that is declared nowhere",
    explanation: """
      The command of a pipeline names a file or folder that is here, and that is neither in the \
      judged commit, nor covered by a committed manifest, nor declared in modelgate.yaml. The \
      clean room does not have it, and no record of a training would say what it was.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.pipelines.flatMap { pipeline in
      pipeline.undeclaredData.map { path in
        Violation(
          "the pipeline '\(pipeline.name)' reads '\(path)', which is declared nowhere",
          at: pipeline.declaration, hints: ["modelgate data track \(ShellWord.quote(path))"])
      }
    }
  }
}
