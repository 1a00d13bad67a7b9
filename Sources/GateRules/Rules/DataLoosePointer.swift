// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let dataLoosePointer = Rule(
    id: "data/lfs-pointer-loose",
    title: "an LFS pointer is not written as git-lfs writes it",
    explanation: """
      The commit has an LFS pointer that git-lfs still reads and `git lfs pointer --check --strict` \
      does not take: other line ends, an older address in its first line, blank lines, leading \
      zeros. The content is what it names; but git-lfs writes the pointer otherwise the next time, \
      and then the file looks changed.
      """,
    levels: { $0 >= .push ? .warn : .off }
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      guard case .loosePointer = fact.kind else { return nil }
      return Violation(
        "the LFS pointer '\(fact.path)' is not written as git-lfs writes it",
        at: Location(fact.path),
        hints: [
          "git lfs install --skip-repo && git add --renormalize -- \(fact.pathspec) && git commit"
        ])
    }
  }
}
