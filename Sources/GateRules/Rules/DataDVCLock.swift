// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let dataDVCLock = Rule(
    id: "data/dvc-lock",
    title: "dvc.lock is out of step with what it records",
    explanation: """
      A stage of the committed dvc.yaml is recorded in dvc.lock with another command, other paths, \
      other parameters or other bytes than the judged commit has, or not at all. The outputs that \
      dvc.lock names were not made by this code from this data. 'foreach', 'matrix' and 'vars' are \
      followed; stages whose templates are not simple are not compared, which builds do not accept.
      """,
    levels: { $0 >= .build ? .error : .warn }
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      switch fact.kind {
      case .stage(let name, let reason):
        Violation(
          "the stage '\(name)' \(reason)", at: Location(fact.path),
          hints: [hint(toRun: fact.path.parent)])
      case .stageUndecided(let name, let reason):
        Violation(
          "the stage '\(name)' cannot be compared with dvc.lock: \(reason)",
          at: Location(fact.path), hints: ["dvc status"], isUndecided: snapshot.preset >= .build)
      default: nil
      }
    }
  }

  private static func hint(toRun folder: RelativePath?) -> String {
    guard let folder else { return "dvc repro && git add dvc.lock && git commit" }
    let place = ShellWord.quote(folder)
    return "dvc repro \(place)/dvc.yaml && git add \(place)/dvc.lock && git commit"
  }
}
