// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let historyReplaced = Rule(
    id: "history/replaced",
    title: "replace references or grafts show another history than there is",
    explanation: """
      `refs/replace/*` and `.git/info/grafts` make git show other objects and other parents than \
      the repository holds, on this machine only: a checkout may write bytes that the commit never \
      had. The gate reads the real objects; whoever builds from git's view would not.
      """
  ) { snapshot in
    let replaced = snapshot.repository.replacements.map { name in
      Violation(
        "'\(name)' replaces an object", at: Location(name),
        hints: ["git replace -d \(name.dropFirst("refs/replace/".count))"])
    }
    guard snapshot.repository.hasGrafts else { return replaced }
    return replaced + [
      Violation(
        "'.git/info/grafts' changes the parents of commits", at: Location(".git/info/grafts"),
        hints: ["rm \"$(git rev-parse --git-path info/grafts)\""])
    ]
  }
}
