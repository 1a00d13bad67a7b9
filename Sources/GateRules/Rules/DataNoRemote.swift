// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Remotes

extension Rule {
  static let dataNoRemote = Rule(
    id: "data/no-remote",
    title: "versioned data has no remote storage at all",
    explanation: """
      DVC, Git LFS or git-annex version the data, and no remote is configured where the bytes \
      could go. Then there is nothing to ask, and nobody else can have them.
      """,
    levels: { $0 >= .build ? .warn : .off }
  ) { snapshot in
    snapshot.remotes.compactMap { report in
      // A manifest of checksums promises no storage; DVC, LFS and annex do.
      guard report.outcome == .noRemote, ["dvc", "lfs", "annex"].contains(report.format) else {
        return nil
      }
      return Violation(
        "no remote is configured for '\(report.name)'",
        at: report.manifest.map { Location($0) }, hints: report.hints)
    }
  }
}
