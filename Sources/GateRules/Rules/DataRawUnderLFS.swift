// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let dataRawUnderLFS = Rule(
    id: "data/raw-under-lfs",
    title: "content is committed where an LFS pointer belongs",
    explanation: """
      The attributes of the judged commit send a file through Git LFS, and the commit has the \
      content itself instead of a pointer: it was committed without git-lfs installed, or before \
      the pattern. Every checkout then looks modified, and git-lfs cannot fetch or verify it.
      """,
    levels: { $0 >= .push ? .error : .off }
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      guard case .rawLargeFile = fact.kind else { return nil }
      return Violation(
        "'\(fact.path)' is no LFS pointer although .gitattributes asks for one",
        at: Location(fact.path),
        hints: [
          "git lfs install --skip-repo && git add --renormalize -- \(fact.pathspec) && git commit"
        ])
    }
  }
}
