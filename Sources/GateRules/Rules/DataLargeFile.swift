// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let dataLargeFile = Rule(
    id: "data/large-file",
    title: "a large file is committed to git itself",
    explanation: """
      The commit has a file of more than 50 MiB. Git keeps every version of it in every clone for \
      ever, hosts refuse pushes of such files, and removing it later rewrites history. Large data \
      belongs outside of git, with a manifest or an LFS pointer in the commit.
      """,
    levels: { $0 >= .push ? .error : .warn }
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      guard case .large(let bytes) = fact.kind else { return nil }
      return Violation(
        "'\(fact.path)' has \(bytes >> 20) MiB and is committed to git itself",
        at: Location(fact.path),
        hints: [
          "git rm --cached -- \(fact.pathspec) && modelgate data track \(fact.quoted)",
          "git lfs migrate import --include=\(fact.quoted)   # while it is not pushed",
        ])
    }
  }
}
